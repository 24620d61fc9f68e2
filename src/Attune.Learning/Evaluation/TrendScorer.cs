using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>Another model's scores, multiplied by each item's trend to a power: time-aware at the cost of one multiplication an item.</summary>
/// <param name="model">Its scores above 0 are taken for probabilities up to a factor; others stay as they are.</param>
/// <param name="trend">By item, as of <see cref="Popularity.Trend"/>.</param>
/// <param name="exponent">0 = no trend, 1 = in full.</param>
public sealed class TrendScorer(IScorer model, float[] trend, float exponent) : IScorer
{
    readonly float[] _factors = Array.ConvertAll(trend, t => MathF.Pow(t, exponent));

    /// <inheritdoc/>
    public string Name => model.Name;

    /// <inheritdoc/>
    public int Items => model.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        model.Score(history, scores);
        Correct(scores);
    }

    /// <inheritdoc/>
    public void ScoreMany(Histories known, ReadOnlySpan<int> rows, Span<float> scores)
    {
        model.ScoreMany(known, rows, scores);
        for (var n = 0; n < rows.Length; n++)
        {
            Correct(scores.Slice(n * Items, Items));
        }
    }

    void Correct(Span<float> scores)
    {
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] *= scores[item] > 0 ? _factors[item] : 1;
        }
    }
}
