using Attune.Learning.Factors;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Lists;

/// <summary>What many users of one segment take up just now; nothing fills it up, since that would not be theirs.</summary>
/// <param name="counted">By what was taken up of it, most first.</param>
sealed class TrendingInSegment(ScoredItem[] counted) : IListKind
{
    /// <inheritdoc/>
    public string Reason => CandidateSources.NameOf(CandidateSource.Trending);

    /// <inheritdoc/>
    public Rung Rung => Rung.Trending;

    /// <inheritdoc/>
    public int Fill(Question question, Scratch scratch)
    {
        var count = 0;
        foreach (var item in counted)
        {
            if (count < question.Count && scratch.Allowed.Contains(item.Item))
            {
                scratch.Slate[count++] = new Slot(item.Item, item.Score);
            }
        }

        return count;
    }
}
