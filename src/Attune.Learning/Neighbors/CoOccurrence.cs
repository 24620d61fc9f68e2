using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attune.Learning.Matrices;

namespace Attune.Learning.Neighbors;

/// <summary>One item's co-occurrence with every other, and the best of them: the kernel of <see cref="CosineNeighbors"/>.</summary>
sealed class CoOccurrence
{
    readonly SparseMatrix _itemUser;
    readonly int[] _rowStarts;
    readonly int[] _columns;
    readonly float[] _values;
    readonly float[] _userWeight;
    readonly float[] _sourceNorm;
    readonly float[] _targetNorm;
    readonly float _shrinkage;
    readonly float _strengthExponent;
    readonly bool _uniform;

    internal CoOccurrence(SparseMatrix userItem, SparseMatrix itemUser, NeighborSettings settings)
    {
        _itemUser = itemUser;
        _shrinkage = settings.Shrinkage;
        _strengthExponent = settings.StrengthExponent;
        _rowStarts = userItem.RowStarts.ToArray();
        _columns = new int[userItem.NonZeros];
        _values = new float[userItem.NonZeros];
        _userWeight = new float[userItem.Rows];
        _uniform = true;
        var norms = new double[userItem.Columns];
        for (var user = 0; user < userItem.Rows; user++)
        {
            var columns = userItem.ColumnsOf(user);
            var strengths = userItem.ValuesOf(user);
            var start = _rowStarts[user];
            var weight = columns.IsEmpty ? 0 : Math.Pow(columns.Length, -settings.UserExponent);
            _userWeight[user] = (float)weight;
            columns.CopyTo(_columns.AsSpan(start));
            for (var i = 0; i < columns.Length; i++)
            {
                var value = Raise(strengths[i]);
                _uniform &= value == 1;
                _values[start + i] = value;
                norms[columns[i]] += weight * value * value;
            }
        }

        _sourceNorm = Array.ConvertAll(norms, norm => (float)Math.Pow(norm, settings.SourceExponent));
        _targetNorm = Array.ConvertAll(norms, norm => (float)Math.Pow(norm, settings.TargetExponent));
    }

    /// <summary>Fills the scratch with c(item, ·); which items were met is in the order met.</summary>
    internal void Accumulate(int item, Scratch scratch)
    {
        var users = _itemUser.ColumnsOf(item);
        var strengths = _itemUser.ValuesOf(item);
        var count = 0;

        // References, because the matrix has been checked when it was made and the bounds checks cost a third of this loop.
        ref var sums = ref MemoryMarshal.GetArrayDataReference(scratch.Sums);
        ref var met = ref MemoryMarshal.GetArrayDataReference(scratch.Met);
        for (var n = 0; n < users.Length; n++)
        {
            var user = users[n];
            var (start, length) = (_rowStarts[user], _rowStarts[user + 1] - _rowStarts[user]);
            var columns = _columns.AsSpan(start, length);
            var weight = _userWeight[user] * Raise(strengths[n]);

            // Faded strengths may be so small that a product is 0: what adds nothing has not been met.
            var adds = weight > 0 ? 1 : 0;
            if (_uniform)
            {
                foreach (var other in columns)
                {
                    // Written always and counted only when new: a store is cheaper than a branch that cannot be foretold.
                    Unsafe.Add(ref met, count) = other;
                    ref var sum = ref Unsafe.Add(ref sums, other);
                    count += sum == 0 ? adds : 0;
                    sum += weight;
                }
            }
            else
            {
                var values = _values.AsSpan(start, length);
                for (var i = 0; i < columns.Length; i++)
                {
                    Unsafe.Add(ref met, count) = columns[i];
                    ref var sum = ref Unsafe.Add(ref sums, columns[i]);
                    var add = weight * values[i];
                    count += sum == 0 && add > 0 ? 1 : 0;
                    sum += add;
                }
            }
        }

        scratch.MetCount = count;
    }

    /// <summary>Writes the best of what was met, and clears the scratch.</summary>
    internal void TakeBest(int item, Scratch scratch, Span<int> neighbors, Span<float> scores)
    {
        var best = scratch.Best;
        var (source, shrinkage) = (_sourceNorm[item], _shrinkage);
        ref var sums = ref MemoryMarshal.GetArrayDataReference(scratch.Sums);
        ref var targetNorm = ref MemoryMarshal.GetArrayDataReference(_targetNorm);
        scratch.Sums[item] = 0;
        best.Clear();
        foreach (var other in scratch.Met.AsSpan(0, scratch.MetCount))
        {
            ref var sum = ref Unsafe.Add(ref sums, other);
            best.Offer(other, sum / ((source * Unsafe.Add(ref targetNorm, other)) + shrinkage));
            sum = 0;
        }

        var count = best.Write(neighbors, scores);
        neighbors[count..].Fill(-1);
        scores[count..].Clear();
    }

    float Raise(float strength) => _strengthExponent switch
    {
        1 => strength,
        0 => 1,
        _ => MathF.Pow(strength, _strengthExponent),
    };

    /// <summary>What one thread works in.</summary>
    internal sealed class Scratch(int items, int k)
    {
        internal float[] Sums { get; } = new float[items];

        // One more than there are items: the place after the last is written, never counted.
        internal int[] Met { get; } = new int[items + 1];

        internal int MetCount { get; set; }

        internal BestNeighbors Best { get; } = new(k);
    }
}
