using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>iALS, asked as it is served: the history is folded in, users' trained vectors are not used.</summary>
/// <remarks>score(j) = x · yⱼ with x the folded-in user. Without a history there is nothing to say of any item.</remarks>
/// <param name="factors">The model.</param>
/// <param name="name">In tables.</param>
public sealed class FactorScorer(ItemFactors factors, string name = "ials") : IScorer
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
        _foldIn.Solve(history.Items, history.Strengths, user);
        var values = factors.Values.Span;
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = DotProduct.Of(user, values.Slice(item * user.Length, user.Length));
        }
    }
}
