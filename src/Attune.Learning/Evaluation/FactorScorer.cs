using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>iALS, asked as it is served: the history is folded in, users' trained vectors are not used.</summary>
/// <remarks>score(j) = x · yⱼ with x the folded-in user. Without a history there is nothing to say of any item.</remarks>
/// <param name="factors">The model.</param>
/// <param name="name">In tables.</param>
/// <param name="now">The instant of asking, in the data's time; only looked at where strengths fade.</param>
/// <param name="halfLife">A history's strength halves in this time: the same as in train. Default no fading.</param>
public sealed class FactorScorer(
    ItemFactors factors, string name = "ials", long now = 0, long halfLife = HistoryWeights.NoFading) : IScorer
{
    readonly FoldIn _foldIn = new(factors);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => factors.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        if (history.Items.IsEmpty)
        {
            scores.Fill(float.NegativeInfinity);
            return;
        }

        Span<float> user = stackalloc float[factors.Factors];
        if (halfLife == HistoryWeights.NoFading)
        {
            _foldIn.Solve(history.Items, history.Strengths, user);
        }
        else
        {
            var faded = history.Strengths.ToArray();
            for (var n = 0; n < faded.Length; n++)
            {
                faded[n] *= (float)double.Exp2(-Math.Max(0.0, now - history.Times[n]) / halfLife);
            }

            _foldIn.Solve(history.Items, faded, user);
        }

        var values = factors.Values.Span;
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = DotProduct.Of(user, values.Slice(item * user.Length, user.Length));
        }
    }
}
