using Attune.Catalog;
using Attune.Events;
using Attune.Live;
using Attune.Operating;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Erasing;

/// <summary>Takes the profiles of an erased user out of the state, and makes new ones of what came since under the same ids.</summary>
/// <remarks>Within <see cref="LivePath.HoldAsync"/>, of the node that folds these profiles: another may be putting an old one back.</remarks>
sealed class ProfileRemoval(WorkspacePorts ports, LivePath live, ItemCatalog catalog, ILogger logger)
{
    static readonly StateKind[] Kinds = [StateKind.Profile, StateKind.List, StateKind.Alias];

    /// <summary>Removes them. Cost: the log from the erasure's place on is read.</summary>
    public async Task PutAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var nothing = erasure.Profiles.SelectMany(key => Kinds.Select(kind => new StateWrite(new StateKey(kind, key), null)));
        await ports.State.PutAsync([.. nothing], cancellation);
        var since = new BatchFold(ports.State, catalog.OrdinalsAsync, live.Fold, logger);
        foreach (var (partition, offset) in erasure.Before.Places)
        {
            await foreach (var batch in ports.Log.ReadAsync(partition, offset, follow: false, cancellation))
            {
                var applied = (int)Math.Clamp(live.Overlay.AppliedIn(partition) - batch.BaseOffset, 0, batch.Events.Count);
                UserEvent[] own = [.. batch.Events.Take(applied).Select(happened => IsOf(happened, erasure) ? happened : UserEvent.Erased)];
                if (own.Any(happened => !happened.IsErased))
                {
                    await since.FoldAsync(batch with { Events = own }, cancellation);
                }
            }
        }
    }

    static bool IsOf(UserEvent happened, EventErasure erasure) => !happened.IsErased && erasure.Profiles.Contains(happened.ProfileKey.Value);
}
