using Attune.Learning.Neighbors;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>Item-to-item: an item's score is the sum of its resemblance to the items of the history.</summary>
/// <remarks>
/// score(j) = Σ over the history's items i whose list holds j of s(i → j) · weight(i). The weight is 1, or strength, and is
/// multiplied by <c>recency</c>^(number of more recent items) and by 2^−(age / half-life), age being counted from the
/// history's most recent item. An item in no list has nothing to say for it.
/// </remarks>
/// <param name="lists">The model.</param>
/// <param name="settings">How the history is weighed; null for the defaults.</param>
/// <param name="name">In tables.</param>
public sealed class NeighborScorer(NeighborLists lists, HistoryWeights? settings = null, string name = "item-to-item") : IScorer
{
    readonly HistoryWeights _weights = settings ?? new HistoryWeights();

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Items => lists.Items;

    /// <inheritdoc/>
    public void Score(History history, Span<float> scores)
    {
        scores.Fill(float.NegativeInfinity);
        for (var n = 0; n < history.Items.Length; n++)
        {
            var weight = _weights.Of(history, n);
            var neighbors = lists.Of(history.Items[n]);
            var similarities = lists.ScoresOf(history.Items[n]);
            for (var place = 0; place < neighbors.Length; place++)
            {
                ref var score = ref scores[neighbors[place]];
                score = Math.Max(score, 0) + (weight * similarities[place]);
            }
        }
    }
}
