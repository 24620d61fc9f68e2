using Attune.Catalog;
using Attune.Events;

namespace Attune.Recommending.Scenarios;

/// <summary>Items a scenario names, as ordinals: looked up once, and again only where some are unknown and the catalog has grown.</summary>
/// <remarks><b>Concurrency.</b> Any number of readers; two that look up at once find the same.</remarks>
sealed class NamedItems(IReadOnlyList<ItemId> names)
{
    volatile Found? _found;

    /// <summary>By place: the item's ordinal, −1 where nobody knows it yet. Not to be changed.</summary>
    public int[] Ordinals(ItemCatalog catalog)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var known = catalog.Count;
        if (_found is { } found && (found.IsWhole || found.Known == known))
        {
            return found.Ordinals;
        }

        var ordinals = catalog.OrdinalsOf(names);
        _found = new Found(ordinals, known, Array.IndexOf(ordinals, -1) < 0);
        return ordinals;
    }

    sealed record Found(int[] Ordinals, int Known, bool IsWhole);
}
