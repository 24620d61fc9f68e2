using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>Another model's scores with a little popularity under them: an order for what the model has nothing to say of.</summary>
/// <remarks>
/// score(j) = max(s(j), 0) + share · p(j) / max p, for every item of some popularity;
/// an item of none keeps the model's score.
/// </remarks>
/// <param name="model">Its scores are 0 or more, or −∞.</param>
/// <param name="popularity">By item, 0 or more.</param>
/// <param name="share">What the most popular item gets, in the unit of the model's scores; above 0.</param>
public sealed class BackedByPopularity(IScorer model, float[] popularity, float share) : IScorer
{
    readonly float[] _floor = Floor(popularity, share);

    /// <inheritdoc/>
    public string Name => model.Name;

    /// <inheritdoc/>
    public int Items => model.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        model.Score(history, scores);
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = _floor[item] > 0 ? Math.Max(scores[item], 0) + _floor[item] : scores[item];
        }
    }

    static float[] Floor(float[] popularity, float share)
    {
        var most = popularity.Length == 0 ? 0 : popularity.Max();
        return Array.ConvertAll(popularity, p => most > 0 ? share * p / most : 0);
    }
}
