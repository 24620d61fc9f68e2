using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Operating;
using Attune.Server.Telemetry;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Telemetry;

/// <summary>What the page, the rules and the dashboard say of metrics is what a server exports.</summary>
public partial class TelemetryPageTests(SharedServer shared)
{
    static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    static readonly string[] Assemblies = ["Attune", "Attune.Embedded", "Attune.Cluster", "Attune.Server"];

    [Fact]
    public void Every_metric_of_attune_is_on_the_page_with_its_type()
    {
        var listed = Listed();

        Assert.All(Exported(), pair => Assert.Equal(pair.Value, listed.GetValueOrDefault(pair.Key, $"{pair.Key} is not on the page")));
    }

    [Fact]
    public void Every_metric_of_attune_on_the_page_is_made_somewhere_and_every_one_that_is_made_is_on_it()
    {
        // Also those of adapters that this server does not open.
        var made = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => InstrumentName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Replace('.', '_')).Distinct().Order(StringComparer.Ordinal).ToList();
        var listed = Listed().Keys.Where(name => name.StartsWith("attune_", StringComparison.Ordinal)).ToList();

        Assert.All(made, name => Assert.Contains(listed, one => IsOf(one, name)));
        Assert.All(listed, one => Assert.Contains(made, name => IsOf(one, name)));

        static bool IsOf(string listed, string made) =>
            listed.StartsWith(made, StringComparison.Ordinal) && listed[made.Length..] is "" or "_total" or "_seconds" or "_bytes";
    }

    [Fact]
    public async Task What_the_page_says_of_the_runtimes_metrics_is_scraped()
    {
        (await shared.Server.SendAsync("GET", "/health/live")).Ok();
        var text = (await shared.Server.SendAsync("GET", "/metrics")).Ok().Text;

        Assert.All(
            Listed().Where(pair => !pair.Key.StartsWith("attune_", StringComparison.Ordinal)),
            pair => Assert.Contains($"# TYPE {pair.Key} {pair.Value}\n", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("recording.rules.yml")]
    [InlineData("alerts.rules.yml")]
    [InlineData("grafana-attune.json")]
    [InlineData("tests/fires.test.yml")]
    [InlineData("tests/fires-slowly.test.yml")]
    [InlineData("tests/healthy.awk")]
    public void Every_metric_that_is_used_is_one_that_is_told(string file)
    {
        var known = Listed();
        var used = MetricName().Matches(Read($"deploy/observability/{file}")).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.True(
            known.ContainsKey(name) || known.GetValueOrDefault(HistogramSeries().Replace(name, "")) == "histogram", $"{file} uses {name}, which is nowhere told."));
    }

    [Fact]
    public void The_dashboard_is_well_formed_and_every_panel_asks_something()
    {
        using var dashboard = JsonDocument.Parse(Read("deploy/observability/grafana-attune.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var recorded = RecordedName().Matches(Read("deploy/observability/recording.rules.yml")).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        foreach (var panel in panels.Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                var asked = target.GetProperty("expr").GetString()!;
                Assert.Equal(asked.Count(c => c == '('), asked.Count(c => c == ')'));
                Assert.All(UsesRecorded().Matches(asked), used => Assert.Contains(used.Value, recorded));
            }
        }
    }

    Dictionary<string, string> Exported()
    {
        Assert.NotNull(shared.Server);
        // Counters of adapters this server does not use exist once their classes do.
        foreach (var type in Assemblies.SelectMany(name => Assembly.Load(name).GetTypes()))
        {
            if (!type.ContainsGenericParameters && HoldsInstruments(type))
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }

        var found = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            // Tests of this process make instruments of their own.
            if (instrument.Meter.Name == AttuneTelemetry.Name && instrument.Name.StartsWith("attune.", StringComparison.Ordinal))
            {
                var metric = new Metric(instrument);
                found[metric.Name] = metric.IsHistogram ? "histogram" : metric.IsCounter ? "counter" : "gauge";
            }
        };
        listener.Start();
        return found.ToDictionary();
    }

    static bool HoldsInstruments(Type type)
    {
        try
        {
            return type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(field => typeof(Instrument).IsAssignableFrom(field.FieldType) || field.FieldType == typeof(Meter));
        }
        catch (FileNotFoundException)
        {
            // Over a library that is not beside these tests: the adapter's counters are in a class of their own.
            return false;
        }
    }

    static Dictionary<string, string> Listed() =>
        Row().Matches(Read("docs/telemetry.md")).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

    static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| `(\w+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<![\w:.])(attune|http_server|dotnet|kestrel)_[a-z0-9_]+(?![\w:])")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"(?:Create\w+(?:<\w+>)?|Duration|Add)\(\s*""(attune\.[a-z_.]+)""")]
    private static partial Regex InstrumentName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramSeries();

    [GeneratedRegex(@"record: (\S+)")]
    private static partial Regex RecordedName();

    [GeneratedRegex(@"\b\w+:attune_\w+(:\w+)?")]
    private static partial Regex UsesRecorded();
}
