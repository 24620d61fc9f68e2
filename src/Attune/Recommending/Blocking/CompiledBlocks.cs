using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Blocking;

/// <summary>One user's blocks with their conditions compiled: what an answer obeys. Holds for every later snapshot of its catalog.</summary>
sealed class CompiledBlocks(BlockList list, IReadOnlyList<CompiledFilter> filters)
{
    readonly NamedItems _items = new([.. list.Items.Select(item => new ItemId(item))]);

    /// <summary>As they were saved.</summary>
    public BlockList List => list;

    /// <summary>True where a condition asks for properties of the user.</summary>
    public bool UsesUser { get; } = filters.Any(filter => filter.UsesUser);

    /// <summary>By place in <see cref="BlockList.Items"/>: the ordinal, −1 where nobody knows the item. Not to be changed.</summary>
    public int[] Items(ItemCatalog catalog) => _items.Ordinals(catalog);

    /// <summary>By place in <see cref="BlockList.Filters"/>: the items that fulfil the condition.</summary>
    public ItemSet[] Sets(CatalogSnapshot snapshot, FilterContext context)
    {
        var sets = filters.Count == 0 ? [] : new ItemSet[filters.Count];
        for (var n = 0; n < sets.Length; n++)
        {
            sets[n] = snapshot.Evaluate(filters[n], context);
        }

        return sets;
    }
}
