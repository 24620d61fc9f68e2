using Attune.Events;
using Attune.Operating;

namespace Attune.Moving;

/// <summary>Appends the source's events to the target's log, in order per profile, from where an earlier run ended.</summary>
/// <remarks>Erased events are passed over, and the target's log says of each when it was accepted there.</remarks>
sealed class EventMove(WorkspacePorts source, WorkspacePorts target, MoveSettings settings, TimeProvider clock)
{
    /// <summary>So many events, and progress is told.</summary>
    const int Step = 100;

    readonly HashSet<UInt128> _there = [];
    readonly ContentHash _hash = new();
    readonly Dictionary<int, long> _from = [];
    readonly Dictionary<int, long> _to = [];

    /// <summary>Copies to the end of the source's log, or to where the settings say.</summary>
    /// <param name="progress">How far it had come.</param>
    /// <param name="told">Told how many of how many offsets are behind.</param>
    /// <param name="cancellation">Ends it between two appends; what was appended is written down.</param>
    /// <returns>How far it has come.</returns>
    /// <exception cref="IOException">The target's log took no more.</exception>
    public async ValueTask<MoveProgress> RunAsync(MoveProgress progress, Action<long, long> told, CancellationToken cancellation)
    {
        var from = MoveProgress.Place(progress.From);
        await FindUnrecordedAsync(MoveProgress.Place(progress.To), cancellation);
        Keep(_from, from);
        var held = new HeldEvents(source, settings.Until);
        var (all, done) = (held.Count(from), 0L);
        var waiting = new List<UserEvent>(settings.BatchEvents);
        await foreach (var (partition, offset, happened) in held.ReadAsync(from, cancellation))
        {
            if (!happened.IsErased && (_there.Count == 0 || !_there.Remove(_hash.Of(happened))))
            {
                waiting.Add(happened);
            }

            _from[partition] = offset + 1;
            if (waiting.Count == settings.BatchEvents)
            {
                progress = await AppendAsync(progress, waiting, cancellation);
            }

            if (++done % Step == 0)
            {
                told(done, all);
            }
        }

        told(done, done);
        return await AppendAsync(progress, waiting, cancellation);
    }

    // What a run before appended without coming to write it down.
    async ValueTask FindUnrecordedAsync(LogToken to, CancellationToken cancellation)
    {
        Keep(_to, to);
        for (var partition = 0; partition < target.Log.Partitions; partition++)
        {
            var offset = to.OffsetIn(partition);
            await foreach (var batch in target.Log.ReadAsync(partition, offset, follow: false, cancellation))
            {
                _there.UnionWith(batch.Events.Where(happened => !happened.IsErased).Select(_hash.Of));
                _to[partition] = batch.NextOffset;
            }
        }
    }

    async ValueTask<MoveProgress> AppendAsync(MoveProgress progress, List<UserEvent> waiting, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (waiting.Count > 0)
        {
            Keep(_to, await AppendAsync(waiting, cancellation));
        }

        // While some of what is there already has not been met, the place behind it must not be written down.
        var next = progress with { From = Text(_from), To = _there.Count == 0 ? Text(_to) : progress.To, Events = progress.Events + waiting.Count };
        if (_there.Count == 0 && next != progress)
        {
            await next.SaveAsync(target.Catalog);
        }

        waiting.Clear();
        return next;
    }

    async ValueTask<LogToken> AppendAsync(List<UserEvent> waiting, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            // Not cancelled: what is appended is to be written down.
            switch (await target.Log.AppendAsync(waiting, CancellationToken.None))
            {
                case AppendOutcome.Appended appended:
                    return appended.Token;
                case AppendOutcome.Overloaded overloaded:
                    await Task.Delay(overloaded.RetryAfter, clock, cancellation);
                    break;
                case AppendOutcome.StorageFailed failed when tries >= settings.Tries:
                    throw new IOException($"The target's log took no more, {tries} times: {failed.Reason}");
                default:
                    await Task.Delay(TimeSpan.FromSeconds(tries), clock, cancellation);
                    break;
            }
        }
    }

    static void Keep(Dictionary<int, long> places, LogToken token)
    {
        foreach (var (partition, offset) in token.Places)
        {
            places[partition] = Math.Max(offset, places.GetValueOrDefault(partition));
        }
    }

    static string Text(Dictionary<int, long> places) => LogToken.Of(places.Select(place => (place.Key, place.Value))).ToString();
}

/// <summary>How a move goes about it.</summary>
public sealed record MoveSettings
{
    /// <summary>Events of one append, after which progress is written down. 1 to 10 000; default 5 000.</summary>
    public int BatchEvents { get; init; } = 5_000;

    /// <summary>Records of one write. 1 to 10 000; default 1 000.</summary>
    public int BatchRecords { get; init; } = 1_000;

    /// <summary>How often an append that the target's storage refuses is tried, with a second more between any two. 1 to 100; default 10.</summary>
    public int Tries { get; init; } = 10;

    /// <summary>Events accepted at this instant or later are passed over; null for none. The catalog is moved as it stands.</summary>
    public EventTime? Until { get; init; }

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("move")
        .Within(BatchEvents, 1, EventLimits.BatchEvents)
        .Within(BatchRecords, 1, 10_000)
        .Within(Tries, 1, 100)
        .Found;
}
