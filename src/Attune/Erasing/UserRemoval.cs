using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Live;
using Attune.Operating;
using Attune.Recommending.Answers;
using Attune.Recommending.Blocking;

namespace Attune.Erasing;

/// <summary>Takes one user out of everything but the generations. Every step may be repeated: after a crash it is done from the start.</summary>
/// <remarks>
/// <b>Order.</b> Log and archive first reach the place of the request, so that nothing of the user is on its way any more. Then the log,
/// which all else is made from; the history; and between two batches the overlay, profiles and lists. A checkpoint ends it: from there
/// on a start does not bring the user back.
/// </remarks>
sealed class UserRemoval(
    WorkspacePorts ports,
    LivePath live,
    Archiver archiver,
    ItemCatalog catalog,
    ProfileRemoval profiles,
    UserBlocks blocks,
    AnswerJournal answers,
    TimeProvider clock)
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
    /// <param name="erasure">Whom.</param>
    /// <param name="removals">Which removal it is, of all there were, counted from 1.</param>
    /// <param name="stage">Told what is done.</param>
    /// <param name="cancellation">Stops it; to be done again from its start.</param>
    /// <returns>How many events the overlay was counted anew from, and how many answers were forgotten.</returns>
    public async Task<(long Recounted, long Answers)> RunAsync(EventErasure erasure, int removals, Action<string> stage, CancellationToken cancellation)
    {
        stage("rewriting the log");
        await ports.Log.EraseAsync(erasure, cancellation);
        stage("rewriting the history");
        await ports.History.EraseAsync(erasure, cancellation);
        foreach (var user in erasure.Users)
        {
            await ports.Catalog.WriteAsync(PropertyOwner.User, [new PropertyRecord(user.Value, null, EventTime.Now(clock))], cancellation);
            catalog.Users?.Forget(user);
            await blocks.RemoveAsync(user, cancellation);
        }

        stage("counting the overlay anew");
        var rebuild = new OverlayRebuild(live, ports.Log, ports.History, catalog.OrdinalsAsync);
        await rebuild.CountAsync(cancellation);
        await live.HoldAsync(
            async () =>
            {
                await rebuild.PutAsync(removals, cancellation);
                await profiles.PutAsync(erasure, cancellation);
            },
            cancellation);
        stage("taking a checkpoint");
        await live.CheckpointAsync(cancellation);
        stage("erasing answers");
        var forgotten = 0L;
        foreach (var key in erasure.Profiles)
        {
            forgotten += await answers.EraseAsync(new ProfileKey(key), cancellation);
        }

        return (rebuild.Events, forgotten);
    }
}
