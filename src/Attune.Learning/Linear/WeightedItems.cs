using Attune.Learning.Matrices;

namespace Attune.Learning.Linear;

/// <summary>The interactions as a linear model weighs them, by user and by item, and the Gram matrix of its items row by row.</summary>
/// <remarks>
/// With x̂ᵤᵢ = |items of u|^(−UserExponent/2) · strength^StrengthExponent, G = X̂ᵀX̂ and the penalty of item i is
/// λᵢ = Regularization · ḡ^(1−f) · Gᵢᵢ^f, ḡ being the mean of Gᵢᵢ over the items anybody took up and f the FrequencyExponent.
/// An item nobody took up has the penalty of the mean one.
/// </remarks>
sealed class WeightedItems
{
    readonly SparseMatrix _byUser;

    internal WeightedItems(SparseMatrix userItem, LinearSettings settings)
    {
        _byUser = Weighted(userItem, settings);
        ByItem = _byUser.Transpose();
        Diagonal = new float[userItem.Columns];
        Penalty = new float[userItem.Columns];
        var (total, taken) = (0.0, 0);
        for (var item = 0; item < Diagonal.Length; item++)
        {
            var sum = 0.0;
            foreach (var value in ByItem.ValuesOf(item))
            {
                sum += (double)value * value;
            }

            Diagonal[item] = (float)sum;
            total += sum;
            taken += sum > 0 ? 1 : 0;
        }

        var mean = taken == 0 ? 1 : total / taken;
        for (var item = 0; item < Diagonal.Length; item++)
        {
            var own = Diagonal[item] > 0 ? Diagonal[item] / mean : 1;
            Penalty[item] = (float)(settings.Regularization * mean * Math.Pow(own, settings.FrequencyExponent));
        }
    }

    internal int Items => Diagonal.Length;

    internal int Users => _byUser.Rows;

    /// <summary>X̂ᵀ.</summary>
    internal SparseMatrix ByItem { get; }

    /// <summary>Gᵢᵢ.</summary>
    internal float[] Diagonal { get; }

    /// <summary>λᵢ.</summary>
    internal float[] Penalty { get; }

    /// <summary>Adds Gᵢⱼ for all j to a row of zeros, and says which were met: in the order met, each once.</summary>
    /// <param name="item">i.</param>
    /// <param name="sums">By item.</param>
    /// <param name="met">One place more than there are items.</param>
    internal int AddRow(int item, Span<float> sums, Span<int> met)
    {
        var count = 0;
        var users = ByItem.ColumnsOf(item);
        var weights = ByItem.ValuesOf(item);
        for (var n = 0; n < users.Length; n++)
        {
            var columns = _byUser.ColumnsOf(users[n]);
            var values = _byUser.ValuesOf(users[n]);
            var weight = weights[n];
            for (var i = 0; i < columns.Length; i++)
            {
                // Written always and counted only when new: a store is cheaper than a branch that cannot be foretold.
                met[count] = columns[i];
                ref var sum = ref sums[columns[i]];
                var add = weight * values[i];
                count += sum == 0 && add > 0 ? 1 : 0;
                sum += add;
            }
        }

        return count;
    }

    static SparseMatrix Weighted(SparseMatrix userItem, LinearSettings settings)
    {
        var (rows, values) = (new int[userItem.NonZeros], new float[userItem.NonZeros]);
        for (var user = 0; user < userItem.Rows; user++)
        {
            var strengths = userItem.ValuesOf(user);
            var weight = Math.Pow(Math.Max(1, strengths.Length), -settings.UserExponent / 2);
            var start = userItem.RowStarts[user];
            for (var i = 0; i < strengths.Length; i++)
            {
                if (!(strengths[i] >= 0) || !float.IsFinite(strengths[i]))
                {
                    throw new ArgumentException($"User {user} has the strength {strengths[i]} for item {userItem.ColumnsOf(user)[i]}; it must be a finite number, 0 or more.");
                }

                rows[start + i] = user;
                values[start + i] = (float)(weight * Math.Pow(strengths[i], settings.StrengthExponent));
            }
        }

        return SparseMatrix.FromTriples(userItem.Rows, userItem.Columns, rows, userItem.ColumnIndexes[..userItem.NonZeros], values);
    }
}
