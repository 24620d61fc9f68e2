using Attune.Learning.Factors;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;
using Attune.Searching;

namespace Attune.Recommending.Lists;

/// <summary>The items that hold what somebody typed, those that fit their taste before others that match as well.</summary>
/// <remarks>Score: the text's over the best match's, times 1 + share · taste over the best taste among the matches, where taste is
/// above 0. What was bought can be found; what is disliked or hidden cannot.</remarks>
/// <param name="search">The index.</param>
/// <param name="text">What was typed.</param>
/// <param name="personal">How much taste counts: 0, not at all, to 1, as much as the text.</param>
sealed class SearchHits(ItemSearch search, string text, float personal) : IListKind
{
    /// <summary>Best matches of the text among which taste chooses.</summary>
    const int Matches = 200;

    /// <inheritdoc/>
    public string Reason => "text";

    /// <inheritdoc/>
    public int Fill(Question question, Scratch scratch)
    {
        Allowance.Findable(question, scratch.Allowed);
        var index = search.View;
        var room = scratch.RoomOf(Math.Max(Matches, question.Count));
        var query = TextQuery.Of(text, index.Words);
        var found = room[..TextScores.OfThread.Find(query, index, scratch.Allowed, room).Length];
        Personalise(found, question, scratch);
        var count = Math.Min(found.Length, question.Count);
        for (var place = 0; place < count; place++)
        {
            scratch.Slate[place] = new Slot(found[place].Item, found[place].Score);
        }

        return count;
    }

    void Personalise(Span<ScoredItem> found, Question question, Scratch scratch)
    {
        if (found.IsEmpty)
        {
            return;
        }

        var best = found[0].Score;
        foreach (ref var item in found)
        {
            item = new ScoredItem(item.Item, item.Score / best);
        }

        if (personal <= 0 || question.Generation is not { } generation || !TasteItems.TryFold(question, generation, scratch))
        {
            return;
        }

        Span<float> tastes = stackalloc float[found.Length];
        var most = 0f;
        for (var n = 0; n < found.Length; n++)
        {
            tastes[n] = GivenItems.TryScore(question, generation, found[n].Item, scratch.User, out var taste) ? Math.Max(0, taste) : 0;
            most = Math.Max(most, tastes[n]);
        }

        for (var n = 0; n < found.Length && most > 0; n++)
        {
            found[n] = new ScoredItem(found[n].Item, found[n].Score * (1 + (personal * tastes[n] / most)));
        }

        found.Sort(static (left, right) => right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Item.CompareTo(right.Item));
    }
}
