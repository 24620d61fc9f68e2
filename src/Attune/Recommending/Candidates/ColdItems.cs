using Attune.Catalog;
using Attune.Generations;
using Attune.Learning.Features;

namespace Attune.Recommending.Candidates;

/// <summary>Follows the catalog and the generation in service, and keeps the vectors of listed items the generation does not know.</summary>
/// <remarks>
/// <para><b>When.</b> A written item's vector is there when the write is answered; all of them are computed anew where another
/// generation comes into service.</para>
/// <para><b>Bound.</b> So many items, those of the highest ordinals: what is new to the generation came last.</para>
/// <para><b>Concurrency.</b> Changes take turns; questions read one immutable <see cref="ColdView"/> without a lock.</para>
/// </remarks>
sealed class ColdItems
{
    readonly ItemCatalog _catalog;
    readonly GenerationHolder _generations;
    readonly int _most;
    readonly Lock _changing = new();
    ColdView _view = ColdView.Empty;

    /// <summary>Begins to follow; it ends with those it follows.</summary>
    /// <param name="catalog">What items are.</param>
    /// <param name="generations">The generation in service.</param>
    /// <param name="most">Most items kept; 0 = none.</param>
    public ColdItems(ItemCatalog catalog, GenerationHolder generations, int most)
    {
        (_catalog, _generations, _most) = (catalog, generations, most);
        if (most > 0)
        {
            catalog.Written += Follow;
            generations.Swapped += Rebuild;
            Rebuild();
        }
    }

    /// <summary>What a generation does not know; empty where another is being followed just now.</summary>
    public ColdView Of(Generation? generation) =>
        Volatile.Read(ref _view) is var view && view.IsOf(generation) ? view : ColdView.Empty;

    void Rebuild()
    {
        lock (_changing)
        {
            using var lease = _generations.Acquire();
            if (lease is not { Generation: { Features: { } map } generation })
            {
                Volatile.Write(ref _view, ColdView.Empty);
                return;
            }

            var snapshot = _catalog.Snapshot;
            var found = new List<(int Ordinal, float[] Vector)>();
            for (var ordinal = snapshot.Size - 1; ordinal >= 0 && found.Count < _most; ordinal--)
            {
                if (generation.RowOf(ordinal) < 0 && Vector(map, snapshot, ordinal) is { } vector)
                {
                    found.Add((ordinal, vector));
                }
            }

            found.Reverse();
            Volatile.Write(ref _view, new ColdView(generation, [.. found.Select(item => item.Ordinal)], [.. found.Select(item => item.Vector)]));
        }
    }

    void Follow(IReadOnlyList<int> written)
    {
        lock (_changing)
        {
            using var lease = _generations.Acquire();
            if (lease is not { Generation: { Features: { } map } generation } || !_view.IsOf(generation))
            {
                return;
            }

            var snapshot = _catalog.Snapshot;
            var changed = new SortedDictionary<int, float[]?>();
            foreach (var ordinal in written)
            {
                if (generation.RowOf(ordinal) < 0)
                {
                    changed[ordinal] = Vector(map, snapshot, ordinal);
                }
            }

            if (changed.Count > 0)
            {
                Volatile.Write(ref _view, _view.With(changed, _most));
            }
        }
    }

    static float[]? Vector(FeatureMap map, CatalogSnapshot snapshot, int ordinal)
    {
        if (ordinal >= snapshot.Size || !snapshot.IsListed(ordinal))
        {
            return null;
        }

        var vector = new float[map.Factors];
        return map.TryMap(PropertyFeatures.Of(snapshot.PropertiesUtf8(ordinal)), vector) ? vector : null;
    }
}
