using Attune.Learning.Kernels;
using Attune.Learning.Spectral;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>A projecting model, asked as it is served: score(j) = x · outⱼ, x the sum of the history's input vectors.</summary>
/// <param name="model">The model.</param>
/// <param name="name">In tables.</param>
/// <param name="now">The instant of asking, in the data's time; only looked at where strengths fade.</param>
/// <param name="halfLife">A history's strength halves in this time: the same as in train. Default no fading.</param>
public sealed class SpectralScorer(
    SpectralItems model, string name = "spectral", long now = 0, long halfLife = HistoryWeights.NoFading) : IScorer
{
    const int ItemsPerBlock = 256;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => model.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        Span<float> user = stackalloc float[model.Factors];
        if (TryProject(history, user))
        {
            RowProducts.Of(model.Outputs.Span, user, scores);
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
        var size = model.Factors;
        var users = new float[rows.Length * size];
        var projected = new bool[rows.Length];
        for (var n = 0; n < rows.Length; n++)
        {
            projected[n] = TryProject(known.Of(rows[n]), users.AsSpan(n * size, size));
        }

        var outputs = model.Outputs.Span;
        for (var from = 0; from < Items; from += ItemsPerBlock)
        {
            var count = Math.Min(ItemsPerBlock, Items - from);
            for (var n = 0; n < rows.Length; n++)
            {
                var to = scores.Slice((n * Items) + from, count);
                if (projected[n])
                {
                    RowProducts.Of(outputs.Slice(from * size, count * size), users.AsSpan(n * size, size), to);
                }
                else
                {
                    to.Fill(float.NegativeInfinity);
                }
            }
        }
    }

    bool TryProject(History history, Span<float> user)
    {
        if (history.Items.IsEmpty || model.Factors == 0)
        {
            return false;
        }

        if (halfLife == HistoryWeights.NoFading)
        {
            model.Project(history.Items, history.Strengths, user);
            return true;
        }

        var faded = history.Strengths.ToArray();
        for (var n = 0; n < faded.Length; n++)
        {
            faded[n] *= (float)double.Exp2(-Math.Max(0.0, now - history.Times[n]) / halfLife);
        }

        model.Project(history.Items, faded, user);
        return true;
    }
}
