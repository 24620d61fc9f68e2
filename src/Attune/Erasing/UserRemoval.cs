using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Live;
using Attune.Operating;
using Attune.Profiles;
using Attune.State;

namespace Attune.Erasing;

/// <summary>Takes one user out of everything but the generations. Every step may be repeated: after a crash it is done from the start.</summary>
/// <remarks>
/// <b>Order.</b> Log and archive first reach the place of the request, so that nothing of the user is on its way any more. Then the log,
/// which all else is made from; the history; and between two batches the overlay, profiles and lists. A checkpoint ends it: from there
/// on a start does not bring the user back.
/// </remarks>
sealed class UserRemoval(WorkspacePorts ports, LivePath live, Archiver archiver, ItemCatalog catalog, TimeProvider clock)
{
    static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(5);

    /// <summary>Waits until everything before a place is in profiles, overlay and history.</summary>
    /// <exception cref="TimeoutException">One of them stands still; the message says which.</exception>
    public async Task CatchUpAsync(LogToken before, CancellationToken cancellation)
    {
        if (!await live.WaitAsync(before, LongestCatchUp, cancellation))
        {
            throw new TimeoutException($"The live path has not reached {before} within {LongestCatchUp.TotalMinutes:0} min: {live.Fault ?? "it is busy"}");
        }

        try
        {
            await archiver.WaitAsync(before, cancellation).WaitAsync(LongestCatchUp, clock, cancellation);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The archive has not reached {before} within {LongestCatchUp.TotalMinutes:0} min: {archiver.Fault ?? "it is busy"}");
        }
    }

    /// <summary>Removes.</summary>
    /// <returns>How many events the overlay was counted anew from.</returns>
    public async Task<long> RunAsync(UserId user, EventErasure erasure, Action<string> stage, CancellationToken cancellation)
    {
        stage("rewriting the log");
        await ports.Log.EraseAsync(erasure, cancellation);
        stage("rewriting the history");
        await ports.History.EraseAsync(erasure, cancellation);
        await ports.Catalog.WriteAsync(PropertyOwner.User, [new PropertyRecord(user.Value, null, EventTime.Now(clock))], cancellation);
        stage("counting the overlay anew");
        var rebuild = new OverlayRebuild(live, ports.Log, ports.History, catalog.OrdinalsAsync);
        await rebuild.CountAsync(cancellation);
        await live.HoldAsync(
            async () =>
            {
                await rebuild.PutAsync(cancellation);
                await PutProfilesAsync(erasure, cancellation);
            },
            cancellation);
        stage("taking a checkpoint");
        await live.CheckpointAsync(cancellation);
        return rebuild.Events;
    }

    // Who comes back under the id has a profile of what came since, and of nothing else.
    async Task PutProfilesAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var profiles = erasure.Profiles.ToDictionary(key => key, _ => Profile.Empty);
        foreach (var (partition, offset) in erasure.Before.Places)
        {
            await foreach (var batch in ports.Log.ReadAsync(partition, offset, follow: false, cancellation))
            {
                for (var at = 0; at < batch.Events.Count && batch.BaseOffset + at < live.Overlay.AppliedIn(partition); at++)
                {
                    var happened = batch.Events[at];
                    if (!happened.IsErased && profiles.TryGetValue(happened.ProfileKey.Value, out var profile))
                    {
                        var item = happened.Item is { } id ? (await catalog.OrdinalsAsync([id], cancellation))[0] : BatchFold.NoItem;
                        profiles[happened.ProfileKey.Value] = live.Fold.Fold(profile, happened, item, partition, batch.BaseOffset + at);
                    }
                }
            }
        }

        var writes = profiles.Select(pair => new KeyValuePair<StateKey, byte[]?>(
            new StateKey(StateKind.Profile, pair.Key), pair.Value.IsEmpty ? null : ProfileCodec.Encode(pair.Value)));
        var lists = erasure.Profiles.Select(key => new KeyValuePair<StateKey, byte[]?>(new StateKey(StateKind.List, key), null));
        await ports.State.PutAsync([.. writes, .. lists], cancellation);
    }
}
