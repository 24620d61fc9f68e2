using Attune.Events;
using Attune.History;

namespace Attune.Live;

/// <summary>Counts the overlay again from the first event on, as it would be had the events that were erased never come.</summary>
/// <remarks>
/// Counts are decayed sums, bounded lists and sessions that others' events have gone on from: what one user put in cannot be taken out
/// of them exactly, so it is all counted again beside the overlay in use, and put in its place between two batches.
/// Cost: as long as applying every event once; answers and the live path go on meanwhile. A node that follows an erasure of another
/// begins with what that one counted, and applies only what came since.
/// </remarks>
/// <param name="live">Whose overlay.</param>
/// <param name="log">Where events are read that the history does not have.</param>
/// <param name="history">Where the others are read.</param>
/// <param name="ordinals">As the live path's.</param>
sealed class OverlayRebuild(
    LivePath live, IEventLog log, IHistory history, Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> ordinals)
{
    readonly Overlay _fresh = new(live.Settings, log.Partitions);

    /// <summary>Events counted anew.</summary>
    public long Events { get; private set; }

    /// <summary>Begins with what was counted elsewhere, instead of with nothing.</summary>
    public void BeginWith(OverlaySnapshot counted) => _fresh.Restore(counted);

    /// <summary>Counts everything up to now beside the overlay in use.</summary>
    public async Task CountAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            // The log is the truth as far back as it goes; retention lets go only of what the history has.
            var (from, first) = (_fresh.AppliedIn(partition), log.FirstOffset(partition));
            if (from < first)
            {
                await ApplyAsync(history.ReadEventsAsync(partition, from, first, cancellation), cancellation);
            }

            await ApplyAsync(log.ReadAsync(partition, Math.Max(from, first), follow: false, cancellation), cancellation);
        }
    }

    /// <summary>Counts what came since, and puts the result in place; within <see cref="LivePath.HoldAsync"/>.</summary>
    /// <param name="removals">Those it is counted without from then on.</param>
    /// <param name="cancellation">Leaves the overlay as it is.</param>
    public async Task PutAsync(int removals, CancellationToken cancellation)
    {
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            await ApplyAsync(log.ReadAsync(partition, _fresh.AppliedIn(partition), follow: false, cancellation), cancellation);
        }

        // When items were first known is nobody's behaviour, and stands in no event.
        _fresh.Outcomes.Items.Births.Restore(live.Overlay.Outcomes.Items.Births.Copy());
        live.Overlay.Restore(_fresh.Snapshot() with { Removals = removals });
    }

    async Task ApplyAsync(IAsyncEnumerable<EventBatch> batches, CancellationToken cancellation)
    {
        await foreach (var batch in batches.WithCancellation(cancellation))
        {
            var named = batch.Events.Where(happened => happened.Item is not null).Select(happened => happened.Item!.Value).ToArray();
            var resolved = named.Length == 0 ? [] : await ordinals(named, cancellation);
            var items = new int[batch.Events.Count];
            for (int at = 0, next = 0; at < items.Length; at++)
            {
                items[at] = batch.Events[at].Item is null ? BatchFold.NoItem : resolved[next++];
            }

            _fresh.Apply(batch, items);
            Events += batch.Events.Count;
        }
    }
}
