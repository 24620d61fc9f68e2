using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>A factor model, asked as it is served: the history is folded in, users' trained vectors are not used.</summary>
/// <remarks>score(j) = x · yⱼ with x the folded-in user. Without a history there is nothing to say of any item.</remarks>
/// <param name="factors">The model.</param>
/// <param name="name">In tables.</param>
/// <param name="now">The instant of asking, in the data's time; only looked at where strengths fade.</param>
/// <param name="halfLife">A history's strength halves in this time: the same as in train. Default no fading.</param>
/// <param name="foldIn">Makes users' vectors; null = they are solved for, as iALS has it.</param>
public sealed class FactorScorer(
    ItemFactors factors, string name = "ials", long now = 0, long halfLife = HistoryWeights.NoFading, IFoldIn? foldIn = null) : IScorer
{
    const int ItemsPerBlock = 256;

    readonly IFoldIn _foldIn = foldIn ?? new FoldIn(factors);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => factors.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        Span<float> user = stackalloc float[factors.Factors];
        if (TryFold(history, user))
        {
            RowProducts.Of(factors.Values.Span, user, scores);
        }
        else
        {
            scores.Fill(float.NegativeInfinity);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks of items outermost: a block's vectors stay in the cache while every user's meets them.</remarks>
    public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
    {
        var size = factors.Factors;
        var users = new float[rows.Length * size];
        var folded = new bool[rows.Length];
        for (var n = 0; n < rows.Length; n++)
        {
            folded[n] = TryFold(known.Of(rows[n]), users.AsSpan(n * size, size));
        }

        var values = factors.Values.Span;
        for (var from = 0; from < Items; from += ItemsPerBlock)
        {
            var count = Math.Min(ItemsPerBlock, Items - from);
            for (var n = 0; n < rows.Length; n++)
            {
                var to = scores.Slice((n * Items) + from, count);
                if (folded[n])
                {
                    RowProducts.Of(values.Slice(from * size, count * size), users.AsSpan(n * size, size), to);
                }
                else
                {
                    to.Fill(float.NegativeInfinity);
                }
            }
        }
    }

    bool TryFold(History history, Span<float> user)
    {
        if (history.Items.IsEmpty)
        {
            return false;
        }

        if (halfLife == HistoryWeights.NoFading)
        {
            _foldIn.Solve(history.Items, history.Strengths, user);
            return true;
        }

        var faded = history.Strengths.ToArray();
        for (var n = 0; n < faded.Length; n++)
        {
            faded[n] *= (float)double.Exp2(-Math.Max(0.0, now - history.Times[n]) / halfLife);
        }

        _foldIn.Solve(history.Items, faded, user);
        return true;
    }
}
