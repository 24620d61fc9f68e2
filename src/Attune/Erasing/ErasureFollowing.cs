using System.Collections.Concurrent;
using Attune.Catalog;
using Attune.Events;
using Attune.Live;
using Attune.Operating;
using Attune.Recommending.Answers;
using Microsoft.Extensions.Logging;

namespace Attune.Erasing;

/// <summary>Takes out of this node's memory whom another node erased: from its counts, its answers, and the events that wait on its disk.</summary>
/// <remarks>
/// <para><b>When.</b> The receipt's document says that a removal was done; log, history, catalog and state are without the user then, and the
/// checkpoint holds an overlay counted without them.</para>
/// <para><b>Counts.</b> Those of the checkpoint are taken up and what came since is applied; where a node that had not heard yet has taken
/// the checkpoint since, everything is counted again. An overlay says which removals it is counted without, so a node that
/// starts with an older one finds out.</para>
/// <para><b>Profiles</b> are removed once more by the node that folds them: it may have read one before it was removed, and put it back.</para>
/// <para><b>Late.</b> A node that hears of it only when the receipt has forgotten the ids forgets all its answers from before.</para>
/// </remarks>
/// <param name="ports">What all nodes share.</param>
/// <param name="live">This node's overlay; null where it counts none.</param>
/// <param name="catalog">Numbers the items.</param>
/// <param name="profiles">Removes profiles.</param>
/// <param name="answers">The answers of this node.</param>
/// <param name="logger">Told what was followed.</param>
sealed class ErasureFollowing(
    WorkspacePorts ports, LivePath? live, ItemCatalog catalog, ProfileRemoval profiles, AnswerJournal answers, ILogger logger)
{
    static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(5);

    readonly ErasureBook _book = new(ports.Catalog);
    readonly ConcurrentDictionary<string, int> _followed = new(StringComparer.Ordinal);

    /// <summary>Sees to it that no reader hands out what was erased; to be called before the log is followed.</summary>
    /// <returns>The removals there were.</returns>
    public async ValueTask<int> BeginAsync(CancellationToken cancellation)
    {
        var all = await _book.AllAsync(cancellation);
        foreach (var erasure in all)
        {
            if (erasure.Order is { } order && erasure.Removals > 0)
            {
                await ports.Log.HeedAsync(order, cancellation);
            }

            _followed[erasure.Id] = erasure.Removals;
        }

        return all.Sum(erasure => erasure.Removals);
    }

    /// <summary>Takes note of a removal that this node did itself.</summary>
    public void Know(Erasure erasure) => _followed[erasure.Id] = erasure.Removals;

    /// <summary>Follows what was removed since it was asked last.</summary>
    /// <exception cref="TimeoutException">The live path stands still before the place of an erasure; to be called again.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        var all = await _book.AllAsync(cancellation);
        Erasure[] fresh = [.. all.Where(erasure => erasure.Removals > _followed.GetValueOrDefault(erasure.Id))];
        foreach (var erasure in fresh)
        {
            if (erasure.Order is { } order)
            {
                await ports.Log.HeedAsync(order, cancellation);
                foreach (var user in order.Users)
                {
                    catalog.Users?.Forget(user);
                }
            }
        }

        await CountAsync(fresh, all.Sum(erasure => erasure.Removals), cancellation);
        foreach (var erasure in fresh)
        {
            await ForgetAnswersAsync(erasure, cancellation);
            _followed[erasure.Id] = erasure.Removals;
            Log.Followed(logger, erasure.Id);
        }
    }

    async Task CountAsync(IReadOnlyList<Erasure> fresh, int removals, CancellationToken cancellation)
    {
        if (live is null || live.Overlay.Removals >= removals)
        {
            return;
        }

        foreach (var erasure in fresh)
        {
            // What is read before and applied after would count the user again.
            if (!await live.WaitAsync(erasure.Place, LongestCatchUp, cancellation))
            {
                throw new TimeoutException($"The live path has not reached the place of {erasure.Id} within {LongestCatchUp.TotalMinutes:0} min: {live.Fault ?? "it is busy"}");
            }
        }

        var rebuild = new OverlayRebuild(live, ports.Log, ports.History, catalog.OrdinalsAsync);
        if (await CheckpointedAsync(live, cancellation) is { } counted && counted.Removals >= removals)
        {
            rebuild.BeginWith(counted);
        }

        await rebuild.CountAsync(cancellation);
        await live.HoldAsync(
            async () =>
            {
                await rebuild.PutAsync(removals, cancellation);
                foreach (var order in fresh.Select(erasure => erasure.Order).OfType<EventErasure>())
                {
                    var folded = order.Profiles.Where(profile => live.Held.Contains(ports.Log.PartitionOf(new ProfileKey(profile)))).ToHashSet(StringComparer.Ordinal);
                    await profiles.PutAsync(order with { Profiles = folded }, cancellation);
                }
            },
            cancellation);
        await live.TryCheckpointAsync(cancellation);
    }

    async ValueTask ForgetAnswersAsync(Erasure erasure, CancellationToken cancellation)
    {
        if (erasure.Profiles is not { } keys)
        {
            answers.ForgetBefore(erasure.RemovedAt ?? erasure.RequestedAt);
            return;
        }

        foreach (var key in keys)
        {
            await answers.EraseAsync(new ProfileKey(key), cancellation);
        }
    }

    static async ValueTask<OverlaySnapshot?> CheckpointedAsync(LivePath live, CancellationToken cancellation)
    {
        try
        {
            return await live.CheckpointedOverlayAsync(cancellation);
        }
        catch (InvalidDataException)
        {
            // Two nodes wrote at once: it is counted from the first event.
            return null;
        }
    }
}
