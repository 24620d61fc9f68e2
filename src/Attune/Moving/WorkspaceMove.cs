using Attune.Erasing;
using Attune.Operating;

namespace Attune.Moving;

/// <summary>Moves one workspace from some ports to others, and compares both sides.</summary>
/// <remarks>
/// <para><b>What is copied</b> is the truth: the catalog, and behaviour in its order. History, profiles and overlay are projections, which
/// a node makes when it opens the target.</para>
/// <para><b>Interrupted</b> anywhere, it is run again and goes on; run again after its end it copies what the source took since.</para>
/// <para><b>Meanwhile</b> no node may take events or writes on either side. What was opened here stays the caller's.</para>
/// </remarks>
/// <param name="workspace">Its name.</param>
/// <param name="source">Where from.</param>
/// <param name="target">Where to.</param>
/// <param name="settings">How.</param>
/// <param name="clock">Times waiting.</param>
public sealed class WorkspaceMove(string workspace, WorkspacePorts source, WorkspacePorts target, MoveSettings settings, TimeProvider clock)
{
    /// <summary>Copies, then compares.</summary>
    /// <param name="from">What the source is called; a move that goes on must be given the same.</param>
    /// <param name="progress">Told the share of the step and its name.</param>
    /// <param name="cancellation">Ends it safely.</param>
    /// <exception cref="MoveRefusedException">The target is not empty, or the source is not ready.</exception>
    /// <exception cref="IOException">A side is away, or full.</exception>
    public async ValueTask<MoveReport> RunAsync(string from, IProgress<(double Share, string? Stage)> progress, CancellationToken cancellation)
    {
        SettingFaults.Refuse(settings.Faults());
        await RefuseUnfinishedErasureAsync(cancellation);
        var begun = await MoveProgress.ReadAsync(target.Catalog, cancellation);
        await RefuseUsedAsync(from, begun, cancellation);
        if (begun is null)
        {
            begun = new MoveProgress { Source = from, From = "", To = "", Events = 0 };
            await begun.SaveAsync(target.Catalog);
        }

        await new CatalogMove(source.Catalog, target.Catalog, settings).RunAsync(step => progress.Report((0, step)), cancellation);
        var copied = await new EventMove(source, target, settings, clock).RunAsync(
            begun, (done, all) => progress.Report((Share(done, all), "events")), cancellation);
        var report = await CompareAsync(copied.Events - begun.Events, progress, cancellation);
        if (report.IsEqual)
        {
            await (copied with { Verified = true }).SaveAsync(target.Catalog);
        }

        return report;
    }

    /// <summary>Compares only.</summary>
    public ValueTask<MoveReport> CompareAsync(IProgress<(double Share, string? Stage)> progress, CancellationToken cancellation) =>
        CompareAsync(0, progress, cancellation);

    async ValueTask<MoveReport> CompareAsync(long copied, IProgress<(double Share, string? Stage)> progress, CancellationToken cancellation)
    {
        var ours = await Inventory.TakeAsync(source, settings.Until, (done, all) => progress.Report((Share(done, all), "counting the source")), cancellation);
        var theirs = await Inventory.TakeAsync(target, null, (done, all) => progress.Report((Share(done, all), "counting the target")), cancellation);
        return MoveReport.Compare(workspace, copied, ours, theirs);
    }

    // An open erasure names places of the source's log, which mean other events in the target's.
    async ValueTask RefuseUnfinishedErasureAsync(CancellationToken cancellation)
    {
        if (await new ErasureBook(source.Catalog).OpenAsync(cancellation) is { Count: > 0 } open)
        {
            throw new MoveRefusedException($"In workspace {workspace}, {open.Count} erasures are not finished. Let a node of the source finish them, then move.");
        }
    }

    async ValueTask RefuseUsedAsync(string from, MoveProgress? begun, CancellationToken cancellation)
    {
        if (begun is not null && begun.Source != from)
        {
            throw new MoveRefusedException($"A move into workspace {workspace} was begun from {begun.Source}, and this one is from {from}. Go on with that, or choose another target.");
        }

        for (var partition = 0; partition < target.Log.Partitions; partition++)
        {
            if (begun is null && target.Log.EndOffset(partition) > 0)
            {
                throw new MoveRefusedException($"The target's workspace {workspace} has events of its own. A workspace is moved into an empty one.");
            }

            if (await target.History.NextOffsetAsync(partition, cancellation) > 0)
            {
                throw new MoveRefusedException($"A node has worked on the target's workspace {workspace}, so nothing more is moved into it. --verify compares without moving.");
            }
        }
    }

    static double Share(long done, long all) => all == 0 ? 1 : Math.Min(1, (double)done / all);
}
