using System.Runtime.CompilerServices;
using System.Text.Json;
using Attune.Cluster;
using Attune.Cluster.ClickHouse;
using Attune.Cluster.Kafka;
using Attune.Cluster.Postgres;
using Attune.Cluster.Redis;
using Attune.Cluster.Spool;
using Attune.Server.Hosting;

namespace Attune.Server.Tests.Hosting;

public sealed class SettingsFileTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_page_on_settings_has_every_setting_with_its_default_and_no_other()
    {
        var page = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/settings.md"));
        var rows = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split(" | ")).Select(cells => $"{cells[0]} | {cells[1]}");

        var settings = Leaves(JsonSerializer.SerializeToElement(new SettingsFile { Cluster = Everything }, SettingsFile.Options), "");

        Assert.Equal(settings.Select(leaf => $"| `{leaf.Path}` | `{leaf.Value}`").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_value_out_of_range_is_named_in_one_refusal()
    {
        File.WriteAllText(_path, """{"live": {"waiters": 0}, "log": {"indexBytes": 1}, "history": {"memoryBytes": 1}, "training": {"factors": 4}}""");

        var refused = Assert.Throws<ServerOptionsException>(() => SettingsFile.Read(_path));

        Assert.All(["live.waiters is 0", "log.indexBytes is 1", "history.memoryBytes is 1", "training.factors is 4"], fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_nobody_knows_is_refused()
    {
        File.WriteAllText(_path, """{"live": {"waitres": 5}}""");

        Assert.Contains("waitres", Assert.Throws<ServerOptionsException>(() => SettingsFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    // Parts that are null until they are named have settings too.
    static ClusterSettings Everything => new()
    {
        Kafka = new KafkaSettings(),
        Spool = new SpoolSettings(),
        ClickHouse = new ClickHouseSettings(),
        Redis = new RedisSettings(),
        Postgres = new PostgresSettings(),
    };

    static IEnumerable<(string Path, string Value)> Leaves(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any()
            ? element.EnumerateObject().SelectMany(property => Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
            : [(path, element.GetRawText())];

    static string ThisFile([CallerFilePath] string path = "") => path;
}
