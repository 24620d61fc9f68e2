using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>The items with the largest inner products with a user's vector, exactly, out of all or of an allowed set.</summary>
/// <remarks>
/// <para><b>How.</b> Vectors are kept a second time at one byte a factor (<see cref="QuantizedItems"/>). A block of 64 places is
/// scored in whole numbers; an item whose upper bound does not beat the worst of the best so far is out for certain, the few
/// others are scored exactly. Blocks without an allowed place are skipped; where few are allowed those are scored exactly at once.</para>
/// <para><b>Places.</b> Answers and the allowed set speak of places: a place is the item's row, or what <c>places</c> maps the
/// row to (the catalog's ordinals). A place no row has is never returned.</para>
/// <para><b>Exact.</b> Scores and order are those of <see cref="DotProduct"/> over every allowed item (<see cref="SearchPlainly"/>).</para>
/// <para><b>Memory.</b> factors + 12 bytes a place beside the model.</para>
/// <para><b>Concurrency.</b> Any number of threads; nothing is allocated by a search.</para>
/// </remarks>
public sealed class FactorScan
{
    /// <summary>Allowed places a block of 64 must have for the quantised pass to pay.</summary>
    const int WorthABlock = 6;

    readonly ItemFactors _factors;
    readonly QuantizedItems _quantized;
    readonly int[] _rowOf;
    readonly ulong[] _present;

    /// <summary>Scans with every item at the place of its row.</summary>
    public FactorScan(ItemFactors factors)
        : this(factors, [], factors?.Items ?? 0)
    {
    }

    /// <summary>Scans with row r at place <c>places[r]</c>.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="places">A place for each row, each at most once; −1 leaves the row out; empty: place = row.</param>
    /// <param name="size">One more than the largest place.</param>
    /// <exception cref="ArgumentException">A place is outside or given twice, their number is not that of the rows, or a vector is not finite.</exception>
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
        _present = new ulong[(size + 63) / 64];
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
            _present[place >> 6] |= 1UL << (place & 63);
        }

        _quantized = new QuantizedItems(factors, _rowOf);
    }

    /// <summary>One more than the largest place: how many bits a full allowed set has.</summary>
    public int Size { get; }

    /// <summary>Writes the best allowed items, best first, equal scores by lower place; returns how many there are.</summary>
    /// <param name="user">The user's vector, finite.</param>
    /// <param name="allowed">Bit i of word i / 64 allows place i; places beyond its end are not allowed. Empty: all are.</param>
    /// <param name="best">Its length is how many are wanted.</param>
    /// <exception cref="ArgumentException">The vector has the wrong length, or is not finite or absurdly long.</exception>
    public int Search(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, Span<ScoredItem> best)
    {
        CheckLength(user);
        Span<sbyte> levels = stackalloc sbyte[_quantized.Groups * QuantizedProducts.GroupFactors];
        var quantized = new QuantizedUser(user, levels);
        if (!(quantized.Length < 1e18))
        {
            throw new ArgumentException($"The user's vector has length {quantized.Length}; it must be finite and below 1e18.", nameof(user));
        }

        var kept = new BestItems(best);
        Span<int> sums = stackalloc int[QuantizedProducts.BlockItems];
        for (var block = 0; block < _present.Length; block++)
        {
            var candidates = Allowed(allowed, block);
            if (BitOperations.PopCount(candidates) >= WorthABlock)
            {
                QuantizedProducts.Of(_quantized.Block(block), quantized.Levels, sums);
                candidates &= AboveThreshold(block, sums, quantized, kept.Threshold);
            }

            for (; candidates != 0; candidates &= candidates - 1)
            {
                var place = (block << 6) + BitOperations.TrailingZeroCount(candidates);
                kept.Offer(place, DotProduct.Of(_factors.Of(_rowOf[place]), user));
            }
        }

        return kept.Sort();
    }

    /// <summary>The definition of <see cref="Search"/>: every allowed item is scored. Tests hold one to the other.</summary>
    internal int SearchPlainly(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, Span<ScoredItem> best)
    {
        CheckLength(user);
        var found = new List<ScoredItem>();
        for (var place = 0; place < Size; place++)
        {
            if ((Allowed(allowed, place >> 6) >> (place & 63) & 1) != 0)
            {
                found.Add(new ScoredItem(place, DotProduct.Of(_factors.Of(_rowOf[place]), user)));
            }
        }

        var count = Math.Min(best.Length, found.Count);
        found.OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(count).ToArray().CopyTo(best);
        return count;
    }

    ulong Allowed(ReadOnlySpan<ulong> allowed, int block) =>
        allowed.IsEmpty ? _present[block] : block < allowed.Length ? allowed[block] & _present[block] : 0;

    /// <summary>
    /// Which of a block's items may score above the threshold: those whose upper bound does, or is not a number. An equal
    /// score does not count: places come in ascending order, so whoever is kept already has the lower one.
    /// </summary>
    ulong AboveThreshold(int block, ReadOnlySpan<int> sums, QuantizedUser user, float threshold)
    {
        // Rounding: of the exact score (a relative 1.2e-7 a factor is more than it can be off) and of the bound itself.
        var rounding = 1.2e-7 * (_factors.Factors + 16);
        var perScale = Vector256.Create((float)(_quantized.WorstError * user.QuantizedLength));
        var perLength = Vector256.Create((float)((user.Error * 1.0001) + (rounding * user.Length)));
        var level = Vector256.Create(user.Scale);
        var offset = Vector256.Create(user.Offset);
        var least = Vector256.Create(threshold);
        ref var scales = ref _quantized.Scales[block * QuantizedProducts.BlockItems];
        ref var lengths = ref _quantized.Lengths[block * QuantizedProducts.BlockItems];
        ref var totals = ref MemoryMarshal.GetReference(sums);

        var above = 0UL;
        for (nuint i = 0; i < QuantizedProducts.BlockItems; i += 8)
        {
            var product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref totals, i) - offset) * level;
            var bound = (Vector256.LoadUnsafe(ref scales, i) * (product + perScale)) + (Vector256.LoadUnsafe(ref lengths, i) * perLength);
            above |= (ulong)(byte)~Vector256.LessThanOrEqual(bound, least).ExtractMostSignificantBits() << (int)i;
        }

        return above;
    }

    void CheckLength(ReadOnlySpan<float> user)
    {
        if (user.Length != _factors.Factors)
        {
            throw new ArgumentException($"The user's vector has {user.Length} numbers; the model has {_factors.Factors} factors.", nameof(user));
        }
    }
}
