using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>The best of many scored items, in room for so many. Items with a score of 0 or less are not taken; of equal
/// scores the lower ordinal is better, so that the same question has the same answer.</summary>
ref struct BestItems(Span<ScoredItem> room)
{
    readonly Span<ScoredItem> _room = room;
    Learning.Kernels.BestItems _best = new(room);

    /// <summary>What an item must exceed to be taken.</summary>
    public readonly float Bar => Math.Max(0, _best.Threshold);

    public void Offer(int item, float score)
    {
        if (score > 0)
        {
            _best.Offer(item, score);
        }
    }

    /// <summary>Puts them in order, best first; nothing may be offered after it.</summary>
    public readonly ReadOnlySpan<ScoredItem> InOrder() => _room[.._best.Sort()];
}
