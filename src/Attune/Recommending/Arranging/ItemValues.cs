using System.Diagnostics.CodeAnalysis;
using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Recommending.Arranging;

/// <summary>The values of one property by item, as numbers that are equal where the values are.</summary>
/// <remarks>A text and the members of a set are their places in the catalog's dictionary, a number its bits, a boolean 1 or 2.</remarks>
readonly struct ItemValues
{
    /// <summary>Most values read of an item: a set may have more.</summary>
    public const int Most = 16;

    readonly Column _column;

    ItemValues(Column column) => _column = column;

    /// <summary>The values of a property; false where the catalog has none of the name.</summary>
    public static bool TryOf(CatalogSnapshot catalog, string property, [NotNullWhen(true)] out ItemValues values)
    {
        var known = catalog.Schema.TryGet(property, out var definition);
        values = known ? new ItemValues(catalog.Columns[definition!.Index]) : default;
        return known;
    }

    /// <summary>Writes the item's values.</summary>
    /// <param name="item">Its ordinal.</param>
    /// <param name="into">Room for <see cref="Most"/>.</param>
    /// <returns>How many there are.</returns>
    public int Read(int item, Span<long> into)
    {
        if (_column.Sets is { } sets)
        {
            var members = sets[item] ?? [];
            var count = Math.Min(members.Length, into.Length);
            for (var n = 0; n < count; n++)
            {
                into[n] = members[n];
            }

            return count;
        }

        (into[0], var has) =
            _column.Codes is { } codes ? (codes[item], codes[item] >= 0)
            : _column.Flags is { } flags ? (flags[item], flags[item] > 0)
            : _column.Numbers is { } numbers ? (BitConverter.DoubleToInt64Bits(numbers[item]), !double.IsNaN(numbers[item]))
            : (0L, false);
        return has ? 1 : 0;
    }
}
