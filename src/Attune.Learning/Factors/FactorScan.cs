using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>The items with the largest inner products with a user's vector, exactly, out of all or of an allowed set.</summary>
/// <remarks>
/// <para><b>Places.</b> Answers and the allowed set speak of places: a place is the item's row, or what <c>places</c> maps the
/// row to (the catalog's ordinals). A place no row has is never returned.</para>
/// <para><b>Concurrency.</b> Any number of threads.</para>
/// </remarks>
public sealed class FactorScan
{
    readonly ItemFactors _factors;
    readonly int[] _rowOf;

    /// <summary>Scans with every item at the place of its row.</summary>
    public FactorScan(ItemFactors factors)
        : this(factors, [], factors?.Items ?? 0)
    {
    }

    /// <summary>Scans with row r at place <c>places[r]</c>.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="places">A place for each row, each at most once; −1 leaves the row out; empty: place = row.</param>
    /// <param name="size">One more than the largest place.</param>
    /// <exception cref="ArgumentException">A place is outside or given twice, or their number is not that of the rows.</exception>
    public FactorScan(ItemFactors factors, ReadOnlySpan<int> places, int size)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (places.Length != factors.Items && !(places.IsEmpty && size == factors.Items))
        {
            throw new ArgumentException($"{places.Length} places for {factors.Items} rows and size {size}; one a row is needed.", nameof(places));
        }

        _factors = factors;
        Size = size;
        _rowOf = new int[size];
        Array.Fill(_rowOf, -1);
        for (var row = 0; row < factors.Items; row++)
        {
            var place = places.IsEmpty ? row : places[row];
            if (place == -1)
            {
                continue;
            }

            if ((uint)place >= (uint)size || _rowOf[place] != -1)
            {
                throw new ArgumentException($"Row {row} has place {place}, which is taken or not below {size}.", nameof(places));
            }

            _rowOf[place] = row;
        }
    }

    /// <summary>One more than the largest place: how many bits a full allowed set has.</summary>
    public int Size { get; }

    /// <summary>Writes the best allowed items, best first, equal scores by lower place; returns how many there are.</summary>
    /// <param name="user">The user's vector, finite.</param>
    /// <param name="allowed">Bit i of word i / 64 allows place i; places beyond its end are not allowed. Empty: all are.</param>
    /// <param name="best">Its length is how many are wanted.</param>
    /// <exception cref="ArgumentException">The vector has the wrong length or is not finite.</exception>
    public int Search(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, Span<ScoredItem> best)
    {
        var found = new List<ScoredItem>();
        for (var place = 0; place < Size; place++)
        {
            var within = allowed.IsEmpty || (place >> 6 < allowed.Length && (allowed[place >> 6] >> (place & 63) & 1) != 0);
            if (within && _rowOf[place] >= 0)
            {
                found.Add(new ScoredItem(place, DotProduct.Of(_factors.Of(_rowOf[place]), user)));
            }
        }

        var count = Math.Min(best.Length, found.Count);
        found.OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(count).ToArray().CopyTo(best);
        return count;
    }
}
