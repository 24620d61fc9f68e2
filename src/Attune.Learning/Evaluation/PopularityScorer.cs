using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>The same scores for everybody: what a model must beat.</summary>
/// <param name="name">In tables.</param>
/// <param name="popularity">By item, as of <see cref="Popularity.DecayedPopularity"/>. Items of 0 are never listed.</param>
public sealed class PopularityScorer(string name, float[] popularity) : IScorer
{
    readonly float[] _scores = Array.ConvertAll(popularity, p => p > 0 ? p : float.NegativeInfinity);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => _scores.Length;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores) => _scores.CopyTo(scores);
}
