using Attune.Catalog;
using Attune.Embedded;
using Attune.Embedded.Log;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.History;
using Attune.Operating;
using Attune.Recommending;
using Attune.Server.Tests.Verbs;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Moving;

public sealed class PointInTimeTests : IDisposable
{
    const int Users = 25;
    const int Before = 3_000;
    const int After = 2_000;
    const int Batch = 50;

    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_accepted_later_is_not_there_and_the_rest_is_as_if_nothing_else_had_ever_come()
    {
        // Segments so small that the log lets most of them go: then their events are in the history alone.
        var small = new SegmentLogSettings { SegmentBytes = 16_384, RetainBytes = 65_536 };
        await TakeAsync("all", small, 0, Before);
        await TakeAsync("all", small, Before, Before + After);
        await TakeAsync("early", new(), 0, Before);
        var shell = new Shell(_folder.Path);
        var until = TimeOf(Before).ToString();

        var said = (await shell.RunAsync("migrate", "--from", "all", "--to", "then", "--until", until, "--json")).Ends(0).Json;
        (await shell.RunAsync("migrate", "--from", "all", "--to", "then", "--until", until, "--verify")).Ends(0, "Both sides are equal");
        (await shell.RunAsync("migrate", "--from", "all", "--to", "then", "--verify")).Ends(1, "differs");
        (await shell.RunAsync("migrate", "--from", "all", "--to", "other", "--until", "noon")).Ends(2, "--until has 'noon'", "2026-11-01T12:00:00Z");

        Assert.Equal(Before, said.GetProperty("workspaces")[0].GetProperty("copied").GetInt32());
        await using var then = await OpenAsync("then", new(), TimeOf(Before));
        await using var early = await OpenAsync("early", new(), TimeOf(Before));
        await then.Archiver.CatchUpAsync(Cancellation);
        Assert.Equal(await RowsAsync(early), await RowsAsync(then));
        for (var user = 0; user < Users; user++)
        {
            var key = ProfileKey.Of(new UserId($"u{user}"));
            Assert.Equal(await early.ProfileAsync(key, Cancellation), await then.ProfileAsync(key, Cancellation));
            Assert.Equal(await ListAsync(early, user), await ListAsync(then, user));
        }
    }

    [Fact]
    public async Task A_catalog_that_is_older_than_the_profiles_is_refused()
    {
        await TakeAsync("shop", new(), 0, Before);
        var catalog = Path.Combine(_folder.Path, "shop", "workspaces", "default", "catalog.duckdb");
        File.Copy(catalog, catalog + ".kept");
        await TakeAsync("shop", new(), Before, Before + After);
        File.Move(catalog + ".kept", catalog, overwrite: true);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync("shop", new(), TimeOf(Before + After)));
        Assert.Contains("put back to an earlier state", refused.Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Path, "shop", "workspaces", "default", "state", "state.checkpoint"));
        await using var again = await OpenAsync("shop", new(), TimeOf(Before + After));
        Assert.Equal(90, again.Catalog.Count);
    }

    // A number of events, each batch accepted when its first is said to have happened; items nobody had named before are among the later ones.
    async Task TakeAsync(string name, SegmentLogSettings log, int from, int to)
    {
        var clock = new ReplayClock();
        clock.MoveTo(TimeOf(from));
        await using var engine = await OpenAsync(name, log, clock);
        if (from == 0)
        {
            await engine.Catalog.WriteAsync([.. Enumerable.Range(0, 60).Select(item => PropertyWrite.Put($"i{item}", """{"price":1}"""))], Cancellation);
        }

        for (var number = from; number < to; number += Batch)
        {
            clock.MoveTo(TimeOf(number));
            var accepted = await engine.Ingest.AcceptAsync(
                [.. Enumerable.Range(number, Batch).Select(one => new ParsedRow(Happened(one), null, IsNamed: true))], Cancellation);
            Assert.IsType<IngestOutcome.Answered>(accepted);
        }

        await engine.Archiver.CatchUpAsync(Cancellation);
    }

    static UserEvent Happened(int number) => new()
    {
        EventId = $"e{number}",
        Type = number % 7 == 0 ? EventType.Cart : EventType.View,
        User = new UserId($"u{number % Users}"),
        Item = new ItemId($"i{number * 31 % (number < Before ? 60 : 90)}"),
        Time = TimeOf(number - (number % Batch)),
        Value = number % 7 == 0 ? number : null,
        Context = number % 5 == 0 ? """{"page":"ä"}""" : null,
    };

    static EventTime TimeOf(int number) => Start.Plus(TimeSpan.FromSeconds(number));

    Task<Workspace> OpenAsync(string name, SegmentLogSettings log, EventTime now)
    {
        var clock = new ReplayClock();
        clock.MoveTo(now);
        return OpenAsync(name, log, clock);
    }

    async Task<Workspace> OpenAsync(string name, SegmentLogSettings log, ReplayClock clock)
    {
        var settings = new EngineSettings
        {
            Schedule = new TrainingScheduleSettings { Enabled = false },
            Recommend = new RecommendSettings { Seed = 1, NewItemShare = 0 },
        };
        var directory = Path.Combine(_folder.Path, name, "workspaces", "default");
        var ports = await EmbeddedPorts.OpenAsync(directory, new EmbeddedSettings { Log = log }, clock, NullLoggerFactory.Instance, Cancellation);
        var engine = await Workspace.OpenAsync("default", ports, settings, clock, NullLoggerFactory.Instance, Cancellation);
        await engine.Live.CaughtUp.WaitAsync(Cancellation);
        return engine;
    }

    // All but when it was accepted: the log that took it last says that.
    static async Task<List<string>> RowsAsync(Workspace engine)
    {
        var answer = await engine.History.QueryAsync(
            "SELECT log_offset, event_id, type, user_id, session_id, item_id, happened_at, value, recommendation_id, context FROM events ORDER BY log_offset",
            QueryLimits.Default,
            Cancellation);
        return [.. answer.Rows.Select(row => string.Join('|', row))];
    }

    static async Task<string> ListAsync(Workspace engine, int user)
    {
        var request = new RecommendationRequest { User = new UserId($"u{user}"), Count = 10, After = engine.LogEnd, Deadline = RecommendationRequest.MaxDeadline };
        var answer = Assert.IsType<RecommendOutcome.Answered>(await engine.Recommender.RecommendAsync(request, Cancellation)).Recommendation;
        return string.Join(' ', answer.Items.Select(item => item.Item));
    }
}
