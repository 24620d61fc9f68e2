using Attune.Learning.Kernels;
using Attune.Learning.Neighbors;

namespace Attune.Learning.Linear;

/// <summary>One thread's system of equations: an item, and the few that explain it.</summary>
/// <remarks>
/// <b>The Gram matrix of the few</b> is counted anew for each, from the users of each: a user's items among the few are kept as a
/// chain, and whoever joins a chain meets all that are in it. That needs no Gram matrix of all items to be kept.
/// </remarks>
sealed unsafe class LocalSystem
{
    readonly WeightedItems _items;
    readonly int _m;
    readonly float[] _sums;
    readonly int[] _met;
    readonly BestNeighbors _best;
    readonly float[] _gains;
    readonly float[] _matrix;
    readonly float[] _right;

    // Chains: by user the last that joined, 0 for none; by entry (from 1) which of the few it is, its weight, and the one before.
    readonly int[] _last;
    Entry[] _entries = new Entry[1024];
    int _metCount;

    internal LocalSystem(WeightedItems items, int m)
    {
        (_items, _m) = (items, m);
        _sums = new float[items.Items];
        _met = new int[items.Items + 1];
        _best = new BestNeighbors(m);
        _gains = new float[m];
        _matrix = new float[Padded(m) * Padded(m)];
        _right = new float[Padded(m)];
        _last = new int[items.Users];
    }

    /// <summary>Writes the items that explain one, in ascending order, and their coefficients; the rest of the places is item 0 with 0.</summary>
    internal void Explain(int item, Span<int> sources, Span<float> coefficients)
    {
        sources.Clear();
        coefficients.Clear();
        var count = Choose(item, sources);
        var few = sources[..count];
        var size = Padded(count);
        var right = _right.AsSpan(0, size);
        right.Clear();
        for (var place = 0; place < count; place++)
        {
            right[place] = _sums[few[place]];
        }

        ClearSums();
        fixed (float* matrix = _matrix)
        {
            CountPairs(few, matrix, size);
            for (var place = 0; place < size; place++)
            {
                matrix[(place * size) + place] = place < count ? _items.Diagonal[few[place]] + _items.Penalty[few[place]] : 1;
            }

            if (!BlockCholesky.TryFactor(matrix, size))
            {
                throw new ArgumentException(
                    $"The items that explain item {item} are not independent enough in single precision; a larger regularization makes them so.");
            }
        }

        CholeskyFactor.Solve(_matrix.AsSpan(0, size * size), right);
        right[..count].CopyTo(coefficients);
    }

    /// <summary>The size of a system, in whole blocks.</summary>
    static int Padded(int count) => (count + TileProduct.Columns - 1) / TileProduct.Columns * TileProduct.Columns;

    /// <summary>Fills the sums with the item's row of G, and chooses those that explain most of it each alone.</summary>
    int Choose(int item, Span<int> few)
    {
        _metCount = _items.AddRow(item, _sums, _met);
        _best.Clear();
        foreach (var other in _met.AsSpan(0, _metCount))
        {
            var gain = _sums[other] * _sums[other] / (_items.Diagonal[other] + _items.Penalty[other]);
            if (other != item && gain > 0)
            {
                _best.Offer(other, gain);
            }
        }

        var count = _best.Write(few, _gains);
        few[..count].Sort();
        return count;
    }

    void ClearSums()
    {
        foreach (var other in _met.AsSpan(0, _metCount))
        {
            _sums[other] = 0;
        }
    }

    /// <summary>The matrix's upper triangle, without the diagonal.</summary>
    void CountPairs(ReadOnlySpan<int> few, float* matrix, int size)
    {
        _matrix.AsSpan(0, size * size).Clear();
        var used = 0;
        for (var place = 0; place < few.Length; place++)
        {
            var users = _items.ByItem.ColumnsOf(few[place]);
            var weights = _items.ByItem.ValuesOf(few[place]);
            if (used + users.Length >= _entries.Length)
            {
                Array.Resize(ref _entries, Math.Max(2 * _entries.Length, used + users.Length + 1));
            }

            var column = matrix + place;
            for (var n = 0; n < users.Length; n++)
            {
                ref var last = ref _last[users[n]];
                for (var entry = last; entry > 0; entry = _entries[entry].Before)
                {
                    column[_entries[entry].Place * size] += _entries[entry].Weight * weights[n];
                }

                _entries[++used] = new Entry(place, weights[n], last);
                last = used;
            }
        }

        foreach (var item in few)
        {
            foreach (var user in _items.ByItem.ColumnsOf(item))
            {
                _last[user] = 0;
            }
        }
    }

    readonly record struct Entry(int Place, float Weight, int Before);
}
