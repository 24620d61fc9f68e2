using Microsoft.Extensions.Logging;

namespace Attune.Catalog;

/// <summary>Items and users, as they follow what other nodes wrote.</summary>
static class ItemFollowing
{
    /// <summary>Renames before records, which are looked up under the ids of now; the schema is read with them.</summary>
    public static void Add(CatalogWatch watch, ItemCatalog catalog, UserDirectory users, ILogger logger)
    {
        foreach (var misfit in catalog.SetAside.Values)
        {
            Log.DoesNotFit(logger, misfit);
        }

        watch.Follow(ItemRenames.DocumentKind, (_, cancellation) => catalog.RefreshRenamesAsync(cancellation));
        watch.Follow(new CatalogFollower("items", change => change switch
        {
            { Kind: CatalogChangeKind.Item } => change.Name,

            // Growth of the schema is read with any record, also none.
            { Kind: CatalogChangeKind.Document } when change.Name == $"{StoredSchema.Kind}/{StoredSchema.Name(PropertyOwner.Item)}" => "",
            _ => null,
        }, async (ids, cancellation) =>
        {
            foreach (var reason in await catalog.RefreshAsync(ids?.Where(id => id.Length > 0).ToArray(), cancellation))
            {
                Log.DoesNotFit(logger, reason);
            }
        }));
        watch.Follow(StoredSchema.Kind, (_, cancellation) => users.RefreshSchemaAsync(cancellation));
        watch.Follow(new CatalogFollower("users", change => change.Kind == CatalogChangeKind.User ? change.Name : null, (ids, _) =>
        {
            users.Refresh(ids);
            return default;
        }));
    }
}
