namespace Attune.Catalog.Columns;

/// <summary>All items' values of one property, laid out for filters. Immutable.</summary>
/// <param name="Numbers">Number and timestamp: the value; set: how many members; NaN where there is none.</param>
/// <param name="Flags">Boolean: 0 none, 1 false, 2 true.</param>
/// <param name="Codes">Text: its number in the catalog's dictionary, −1 where there is none.</param>
/// <param name="Members">
/// Set: by the member's number in the dictionary, the items that have it. Text: the same by the text's number, as long as there are at
/// most <see cref="MostIndexed"/> different ones, else null for good: names of their own for each item would cost more than the scan.
/// </param>
sealed record Column(
    ChunkedArray<double>? Numbers,
    ChunkedArray<byte>? Flags,
    ChunkedArray<int>? Codes,
    System.Collections.Immutable.ImmutableDictionary<int, Postings>? Members)
{
    internal const byte False = 1;
    internal const byte True = 2;

    /// <summary>Set: by item, its members' numbers in the dictionary; null where there is none. What rules on a list ask by item.</summary>
    internal ChunkedArray<int[]?>? Sets { get; init; }

    /// <summary>Most different texts of a property for which bitmaps are kept: about 12 MB at 180 bytes each.</summary>
    internal const int MostIndexed = 1 << 16;

    /// <summary>Geo point: the place, <see cref="GeoPoint.None"/> where there is none.</summary>
    internal ChunkedArray<GeoPoint>? Points { get; init; }

    /// <summary>Vector: its numbers; null where there is none. An array an item, so that one item's change copies no other's.</summary>
    internal ChunkedArray<float[]?>? Vectors { get; init; }

    internal static Column Empty(PropertyType type) => type switch
    {
        PropertyType.Boolean => new(null, new(0, []), null, null),
        PropertyType.Text => new(null, null, new(-1, []), System.Collections.Immutable.ImmutableDictionary<int, Postings>.Empty),
        PropertyType.TextSet => new(new(double.NaN, []), null, null, System.Collections.Immutable.ImmutableDictionary<int, Postings>.Empty) { Sets = new(null, []) },
        PropertyType.GeoPoint => new(null, null, null, null) { Points = new(GeoPoint.None, []) },
        PropertyType.Vector => new(null, null, null, null) { Vectors = new(null, []) },
        _ => new(new(double.NaN, []), null, null, null),
    };
}
