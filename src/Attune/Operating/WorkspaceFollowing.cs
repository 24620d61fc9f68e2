using Attune.Catalog;
using Attune.Erasing;
using Attune.Generations;
using Attune.Recommending.Blocking;
using Attune.Recommending.Exploring;
using Attune.Recommending.Scenarios;
using Attune.Training;
using Microsoft.Extensions.Logging;

namespace Attune.Operating;

/// <summary>Which parts of an engine follow what other nodes write. Plans of training and reports are read when they are needed.</summary>
static class WorkspaceFollowing
{
    /// <summary>In the order in which they need each other: items, then what is compiled over them.</summary>
    public static void Start(CatalogWatch watch, Workspace workspace, ILoggerFactory logs)
    {
        ItemFollowing.Add(watch, workspace.Catalog, workspace.Users, logs.CreateLogger<ItemCatalog>());
        watch.Follow(ScenarioShelf.Kind, workspace.Scenarios.RefreshAsync);
        watch.Follow(UserBlocks.Kind, workspace.Blocks.RefreshAsync);
        watch.Follow(ExposureBook.Kind, (_, cancellation) => workspace.Exposure.RefreshAsync(cancellation));
        watch.Follow(new CatalogFollower("generations", change => change switch
        {
            { Kind: CatalogChangeKind.Generation } => change.Name,
            { Kind: CatalogChangeKind.Document } when change.Name.StartsWith(GenerationShelf.DocumentKind + "/", StringComparison.Ordinal) => change.Name,
            _ => null,
        }, async (_, cancellation) => await workspace.Shelf.RefreshAsync(cancellation)));
        watch.Follow(ErasureBook.Kind, (_, cancellation) => workspace.ErasedElsewhere.RefreshAsync(cancellation));
        watch.Follow(SharedLists.Kind, (_, _) =>
        {
            workspace.SharedLists.Wake();
            return default;
        });
        watch.Start();
    }
}
