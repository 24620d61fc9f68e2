using System.Net;
using System.Net.Sockets;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Cluster.Tests;
using Attune.Events;
using Attune.Load;
using Attune.Operating;
using Attune.Server.Commands.Shop;
using Attune.Server.Hosting;
using Attune.Server.Tests.Verbs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Moving;

public sealed class DoctorTests(RealServers servers) : IDisposable
{
    static readonly string[] Fields = ["severity", "about", "what", "remedy"];

    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_directory_of_this_machine_is_well_until_a_segment_is_damaged()
    {
        await AppendAsync(2_000);
        Assert.DoesNotContain((await AskAsync()).Findings, finding => finding.StartsWith("error", StringComparison.Ordinal));

        var segment = Directory.EnumerateFiles(Path.Combine(Data, "workspaces", "default", "log"), "*.log").Order().First();
        var bytes = await File.ReadAllBytesAsync(segment, Cancellation);
        bytes[bytes.Length / 2] ^= 0xff;
        await File.WriteAllBytesAsync(segment, bytes, Cancellation);
        // A later one: the first is then no torn end.
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(segment)!, $"{2_000:00000000000000000000}.log"), bytes[..32], Cancellation);

        var (code, findings) = await AskAsync();
        Assert.Equal(2, code);
        Assert.Contains(findings, finding => finding.StartsWith("error log", StringComparison.Ordinal) && finding.Contains("is damaged at byte", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_that_no_server_starts_with_are_an_error()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "attune.json"), """{ "duplicateWindow": 0 }""", Cancellation);

        var (code, findings) = await AskAsync();

        Assert.Equal(2, code);
        Assert.Contains("duplicateWindow", Assert.Single(findings), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_archive_that_has_nothing_and_a_topic_of_another_size_are_told()
    {
        await servers.WriteClusterAsync(Data, 4);
        await AppendAsync(2_000);
        var settings = await File.ReadAllTextAsync(Path.Combine(Data, "attune.json"), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Data, "attune.json"), settings.Replace("\"partitions\":4", "\"partitions\":6", StringComparison.Ordinal), Cancellation);

        var (code, findings) = await AskAsync();

        Assert.Equal(1, code);
        Assert.Contains(findings, finding => finding.StartsWith("warning kafka", StringComparison.Ordinal) && finding.Contains("has 4 partitions", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("warning archive 2000 of 2000", StringComparison.Ordinal));
        Assert.All(["good redis Redis", "good postgres PostgreSQL", "good clickHouse ClickHouse", "good spool No event"], word =>
            Assert.Contains(findings, finding => finding.StartsWith(word, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Servers_that_are_down_refuse_or_throw_away_are_told_apart()
    {
        var server = Path.Combine(_folder.Path, "redis");
        var address = await ServerScript.RunAsync("redis", "start", server, "--password", "right", "--option", "maxmemory-policy allkeys-lru");
        try
        {
            var down = FreePort();
            RealServers.Write(Data, new
            {
                redis = new { endpoints = new[] { address }, password = "wrong" },
                postgres = new { connectionString = $"Host=127.0.0.1;Port={down};Username=attune" },
                clickHouse = new { url = $"http://127.0.0.1:{down}" },
            });
            var (code, findings) = await AskAsync();
            Assert.Equal(2, code);
            Assert.Contains(findings, finding => finding.StartsWith("error redis", StringComparison.Ordinal) && finding.EndsWith("as the server has them.", StringComparison.Ordinal));
            Assert.Contains(findings, finding => finding.StartsWith("error postgres", StringComparison.Ordinal) && finding.Contains("does not answer", StringComparison.Ordinal));
            Assert.Contains(findings, finding => finding.StartsWith("error clickHouse", StringComparison.Ordinal));

            RealServers.Write(Data, new { redis = new { endpoints = new[] { address }, password = "right" } });
            Assert.Contains((await AskAsync()).Findings, finding => finding.StartsWith("error redis", StringComparison.Ordinal) && finding.Contains("allkeys-lru", StringComparison.Ordinal));
        }
        finally
        {
            await ServerScript.RunAsync("redis", "stop", server);
        }
    }

    [Fact]
    public async Task A_running_server_is_asked_what_is_wrong_with_its_data()
    {
        await using (var server = await ServerProcess.StartAsync(ServerProcess.Executable, Data, Cancellation))
        {
            var client = new AttuneClient(server.Http);
            var minute = new DateTimeOffset(2026, 11, 1, 9, 30, 0, TimeSpan.Zero);
            await client.SendEventsAsync(
                [.. Enumerable.Range(0, 200).Select(n => new EventRow { Type = "view", UserId = "robot", SessionId = "v", ItemId = $"i{n}", Timestamp = minute.AddMilliseconds(n) })],
                Cancellation);
            await ShopFilling.ArchivedAsync(client, Cancellation);

            var (_, findings) = await AskAsync();

            Assert.Contains(findings, finding => finding.StartsWith("error data 200 of 200 events are of 1 users or visits at more than 120 acts a minute", StringComparison.Ordinal)
                && finding.Contains("As user robot: 200 in a minute.", StringComparison.Ordinal));
            Assert.Contains(findings, finding => finding.StartsWith("good data 0 of 200 events repeat", StringComparison.Ordinal));
        }
    }

    async Task<(int Code, List<string> Findings)> AskAsync()
    {
        var said = await new Shell(_folder.Path).RunAsync("doctor", "--data", Data, "--json");
        Assert.True(said.Output.Length > 0, said.Error);
        return (said.Code, [.. said.Json.GetProperty("findings").EnumerateArray()
            .Select(one => string.Join(' ', Fields.Select(field => one.GetProperty(field).GetString())))]);
    }

    async Task AppendAsync(int events)
    {
        await using var ports = await new PortChoice(SettingsFile.Read(Path.Combine(Data, SettingsFile.Name)), NodeRoles.None, TimeProvider.System, NullLoggerFactory.Instance) { Spools = false }
            .OpenAsync("default", Path.Combine(Data, "workspaces", "default"), Cancellation);
        foreach (var batch in Enumerable.Range(0, events).Chunk(500))
        {
            Assert.IsType<AppendOutcome.Appended>(await ports.Log.AppendAsync(
                [.. batch.Select(number => new UserEvent { EventId = $"{number}", Type = EventType.View, User = new UserId($"u{number % 40}"), Item = new ItemId("i"), Time = new EventTime(number) })],
                Cancellation));
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
