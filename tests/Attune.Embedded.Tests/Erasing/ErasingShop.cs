using Attune.Catalog;
using Attune.Events;
using Attune.Operating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Erasing;

/// <summary>A small workspace on real files, with events at fixed times so that two of them can be compared.</summary>
static class ErasingShop
{
    public const int Items = 40;

    /// <summary>Told apart from everything else in a file by its bytes.</summary>
    public static UserId Ann { get; } = new("ann-7f3c9a-müller");

    static readonly EventTime Begin = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Workspace> OpenAsync(string directory, Func<WorkspacePorts, WorkspacePorts>? change = null)
    {
        var embedded = new EmbeddedSettings { Log = new() { SegmentBytes = 16 << 10 } };
        var ports = await EmbeddedPorts.OpenAsync(directory, embedded, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
        var settings = new EngineSettings
        {
            Schedule = new TrainingScheduleSettings { Enabled = false },
            Archive = new() { BatchTime = TimeSpan.FromMilliseconds(20) },
        };
        ports = change is null ? ports : change(ports);
        return await Workspace.OpenAsync("default", ports, settings, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
    }

    /// <summary>Items, then visits of twenty others; Ann's events stand among theirs, a fifth of all, unless she is left out.</summary>
    public static async Task FillAsync(Workspace workspace, bool withAnn)
    {
        var rows = Enumerable.Range(0, Items).Select(item => PropertyWrite.Put($"i{item}", """{"price":1}""")).ToArray();
        await workspace.Catalog.WriteAsync(rows, Cancellation);
        var random = new Random(5);
        var events = Enumerable.Range(0, 2_000).Select(number => EventAt(number, random)).Where(e => withAnn || e.User != Ann).ToArray();
        foreach (var batch in events.Chunk(50))
        {
            await AcceptAsync(workspace, batch);
        }

        await workspace.Live.WaitAsync(workspace.LogEnd, TimeSpan.FromSeconds(30), Cancellation);
        await workspace.Archiver.CatchUpAsync(Cancellation);
    }

    public static async Task SendAsync(Workspace workspace, params UserEvent[] events)
    {
        var token = await AcceptAsync(workspace, events);
        await workspace.Live.WaitAsync(token, TimeSpan.FromSeconds(30), Cancellation);
        await workspace.Archiver.WaitAsync(token, Cancellation);
    }

    static async Task<LogToken> AcceptAsync(Workspace workspace, IEnumerable<UserEvent> events)
    {
        var accepted = await workspace.Ingest.AcceptAsync([.. events.Select(e => new ParsedRow(e, null, IsNamed: true))], Cancellation);
        return Assert.IsType<IngestOutcome.Answered>(accepted).Token;
    }

    public static UserEvent View(string id, UserId user, int item) => new()
    {
        EventId = id,
        Type = EventType.View,
        User = user,
        Item = new ItemId($"i{item}"),
        Time = Begin.Plus(TimeSpan.FromDays(2)),
    };

    static UserEvent EventAt(int number, Random random)
    {
        var (isAnn, user, item, type) = (random.Next(5) == 0, random.Next(20), random.Next(Items), random.Next(10));
        return new UserEvent
        {
            EventId = $"e{number}",
            Type = type == 0 ? EventType.Purchase : type < 3 ? EventType.Cart : EventType.View,
            User = isAnn ? Ann : new UserId($"u{user}"),
            Session = new SessionId(isAnn ? $"of-{Ann}" : $"s{user}"),
            Item = new ItemId($"i{item}"),
            Time = Begin.Plus(TimeSpan.FromSeconds(20 * number)),
            Context = isAnn ? $$"""{"mail":"{{Ann}}@example.org"}""" : null,
        };
    }
}
