using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>A factor model, asked as it is served: the history is folded in, users' trained vectors are not used.</summary>
/// <remarks>score(j) = x · yⱼ with x the folded-in user. Without a history there is nothing to say of any item.</remarks>
public sealed class FactorScorer : IScorer
{
    readonly IFoldIn _foldIn;
    readonly RowPanels _items;
    readonly long _now;
    readonly long _halfLife;
    readonly float _recency;

    /// <summary>Makes the model ready to be asked: turned so that folding in is fast, packed so that scoring is.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="name">In tables.</param>
    /// <param name="now">The instant of asking, in the data's time; only looked at where strengths fade.</param>
    /// <param name="halfLife">A history's strength halves in this time: the same as in train. Default no fading.</param>
    /// <param name="foldIn">Makes users' vectors; null = they are solved for, as iALS has it.</param>
    /// <param name="recency">A strength is multiplied by this once for every more recent item of the history: above 0, to 1, no matter.</param>
    /// <exception cref="ArithmeticException">Users are to be solved for, and the model's numbers are not finite.</exception>
    public FactorScorer(
        ItemFactors factors, string name = "ials", long now = 0, long halfLife = HistoryWeights.NoFading, IFoldIn? foldIn = null,
        float recency = 1)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var asked = foldIn is null ? factors.InEigenbasis() : factors;
        (_foldIn, _items) = (foldIn ?? new FoldIn(asked), new RowPanels(asked.Values.Span, asked.Items, asked.Factors));
        (Name, _now, _halfLife, _recency) = (name, now, halfLife, recency);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Items => _items.Rows;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        Span<float> user = stackalloc float[_foldIn.Factors];
        if (TryFold(history, user))
        {
            _items.Multiply(user, scores);
        }
        else
        {
            scores.Fill(float.NegativeInfinity);
        }
    }

    /// <inheritdoc/>
    /// <remarks>One matrix product; a user's scores are those of <see cref="Score"/> to the bit.</remarks>
    public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
    {
        var size = _foldIn.Factors;
        var users = new float[rows.Length * size];
        var folded = new bool[rows.Length];
        for (var n = 0; n < rows.Length; n++)
        {
            folded[n] = TryFold(known.Of(rows[n]), users.AsSpan(n * size, size));
        }

        _items.Multiply(users, scores);
        for (var n = 0; n < rows.Length; n++)
        {
            if (!folded[n])
            {
                scores.Slice(n * Items, Items).Fill(float.NegativeInfinity);
            }
        }
    }

    bool TryFold(History history, Span<float> user)
    {
        if (history.Items.IsEmpty)
        {
            return false;
        }

        if (_halfLife == HistoryWeights.NoFading && _recency == 1)
        {
            _foldIn.Solve(history.Items, history.Strengths, user);
            return true;
        }

        var faded = history.Strengths.ToArray();
        for (var n = 0; n < faded.Length; n++)
        {
            var age = _halfLife == HistoryWeights.NoFading ? 1 : double.Exp2(-Math.Max(0.0, _now - history.Times[n]) / _halfLife);
            faded[n] *= (float)age * MathF.Pow(_recency, faded.Length - 1 - n);
        }

        _foldIn.Solve(history.Items, faded, user);
        return true;
    }
}
