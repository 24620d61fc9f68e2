using System.Text.Json;
using Attune.Events;
using Attune.Moving;
using Attune.Operating;
using Attune.Server.Hosting;
using Attune.Server.Tests.Verbs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Moving;

public sealed class MigrateTests(RealServers servers) : IDisposable
{
    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_shop_goes_to_servers_and_comes_back_and_nothing_is_lost_or_counted_twice()
    {
        var (here, there, back) = (In("here"), In("there"), In("back"));
        await MovedShop.FillAsync(here);
        await servers.WriteClusterAsync(there, 4);
        var shell = new Shell(_folder.Path);

        var away = (await shell.RunAsync("migrate", "--from", here, "--to", there, "--json")).Ends(0).Json;
        var home = (await shell.RunAsync("migrate", "--from", there, "--to", back, "--json")).Ends(0).Json;

        Assert.InRange(CountOf(away, "events of view"), 1_000, MovedShop.Events);
        foreach (var name in new[] { "items", "users", "generations", "documents of key", "documents of scenario", "documents of schema", "item numbers" })
        {
            Assert.InRange(CountOf(away, name), 1, long.MaxValue);
        }

        Assert.Equal(Rows(away), Rows(home));
        Assert.Equal(await MovedShop.ListsAsync(here), await MovedShop.ListsAsync(back));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_move_that_is_ended_again_and_again_is_exact_when_it_has_ended(bool toServers)
    {
        var (from, to) = (In("from"), In("to"));
        if (toServers)
        {
            await servers.WriteClusterAsync(to, 3);
        }

        await using (var source = await OpenAsync(from))
        {
            await AppendAsync(source, 3_000);
        }

        // Each run is stopped when it has told of events some times, and once after what it did was forgotten, as by a crash.
        var runs = 0;
        for (MoveReport? report = null; report is null; runs++)
        {
            await using var source = await OpenAsync(from);
            await using var target = await OpenAsync(to);
            var before = await target.Catalog.ReadDocumentAsync("move", "progress", Cancellation);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            try
            {
                report = await MoveAsync(source, target, new StopsAfter(3, runs < 4, stop), stop.Token);
            }
            catch (OperationCanceledException)
            {
                if (before is not null && runs % 2 == 1)
                {
                    await target.Catalog.WriteDocumentAsync("move", "progress", before, Cancellation);
                }

                continue;
            }

            Assert.True(report.IsEqual, string.Join('\n', report.Rows.Where(row => !row.IsEqual)));
            Assert.Equal(3_000, report.Rows.Where(row => row.Name.StartsWith("events of", StringComparison.Ordinal)).Sum(row => row.Target.Count));
        }

        Assert.Equal(5, runs);
    }

    [Fact]
    public async Task Events_the_log_has_let_go_are_moved_from_the_history()
    {
        var (from, to) = (In("from"), In("to"));
        Directory.CreateDirectory(from);
        await File.WriteAllTextAsync(Path.Combine(from, SettingsFile.Name), """{ "log": { "segmentBytes": 16384, "retainBytes": 32768 } }""", Cancellation);
        await using var source = await OpenAsync(from);
        await AppendAsync(source, 4_000);
        await source.History.AppendAsync(await source.Log.ReadAsync(0, 0, follow: false, Cancellation).ToListAsync(Cancellation), Cancellation);
        source.Retention!(() => LogToken.At(0, 4_000));
        await AppendAsync(source, 1_500, "later-");
        Assert.InRange(source.Log.FirstOffset(0), 1, 4_000);
        await using var target = await OpenAsync(to);

        using var stop = new CancellationTokenSource();
        var report = await MoveAsync(source, target, new StopsAfter(0, false, stop), Cancellation);

        Assert.True(report.IsEqual);
        Assert.Equal((5_500, 5_500), (report.Copied, target.Log.EndOffset(0)));
    }

    [Fact]
    public async Task What_differs_is_named_and_a_target_of_its_own_is_left_alone()
    {
        var (from, to) = (In("from"), In("to"));
        await using (var source = await OpenAsync(from))
        {
            await AppendAsync(source, 50);
        }

        var shell = new Shell(_folder.Path);
        (await shell.RunAsync("migrate", "--from", from, "--to", to)).Ends(0, "equal");
        await using (var target = await OpenAsync(to))
        {
            await AppendAsync(target, 1, "another-");
        }

        (await shell.RunAsync("migrate", "--from", from, "--to", to, "--verify")).Ends(1, "events of view", "50", "51", "differs");
        await using (var other = await OpenAsync(In("other")))
        {
            await AppendAsync(other, 1);
        }

        (await shell.RunAsync("migrate", "--from", from, "--to", In("other"))).Ends(2, "events of its own");
        (await shell.RunAsync("migrate", "--from", In("other"), "--to", to)).Ends(2, "was begun from");
        (await shell.RunAsync("migrate", "--from", from, "--to", from)).Ends(2, "both");
    }

    static ValueTask<MoveReport> MoveAsync(WorkspacePorts source, WorkspacePorts target, IProgress<(double, string?)> progress, CancellationToken stop) =>
        new WorkspaceMove("default", source, target, new MoveSettings { BatchEvents = 100 }, TimeProvider.System).RunAsync("from", progress, stop);

    static ValueTask<WorkspacePorts> OpenAsync(string data) =>
        new PortChoice(SettingsFile.Read(Path.Combine(data, SettingsFile.Name)), NodeRoles.None, TimeProvider.System, NullLoggerFactory.Instance) { Spools = false }
            .OpenAsync("default", Path.Combine(data, "workspaces", "default"), Cancellation);

    static async Task AppendAsync(WorkspacePorts ports, int events, string prefix = "")
    {
        foreach (var batch in Enumerable.Range(0, events).Chunk(70))
        {
            Assert.IsType<AppendOutcome.Appended>(await ports.Log.AppendAsync(
                [.. batch.Select(number => new UserEvent
                {
                    EventId = $"{prefix}{number}",
                    Type = EventType.View,
                    User = new UserId($"u{number % 40}"),
                    Item = new ItemId($"i{number % 17}"),
                    Time = new EventTime(number),
                    Context = number % 5 == 0 ? """{"page":"ä"}""" : null,
                })],
                Cancellation));
        }
    }

    string In(string name) => Path.Combine(_folder.Path, name);

    static List<string> Rows(JsonElement said) => [.. Report(said).GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("name")} {row.GetProperty("target")}")];

    static JsonElement Report(JsonElement said) => said.GetProperty("workspaces")[0];

    static long CountOf(JsonElement said, string name) =>
        Report(said).GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name).GetProperty("target").GetProperty("count").GetInt64();

    /// <summary>Stops a move once it has told of events so many times.</summary>
    sealed class StopsAfter(int times, bool stops, CancellationTokenSource stop) : IProgress<(double Share, string? Stage)>
    {
        int _told;

        public void Report((double Share, string? Stage) value)
        {
            if (stops && value.Stage == "events" && ++_told == times)
            {
                stop.Cancel();
            }
        }
    }
}
