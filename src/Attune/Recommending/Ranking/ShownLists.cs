using Attune.Live;

namespace Attune.Recommending.Ranking;

/// <summary>Remembers what an answer shows, so that what becomes of it can be learned.</summary>
static class ShownLists
{
    /// <summary>Remembers the slate of an answer whose list the ranker or exploration has a say in.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="id">The answer's identity.</param>
    /// <param name="scratch">Its pool and slate.</param>
    /// <param name="count">How many places of the slate are taken; lists longer than are followed are for later, not for showing.</param>
    public static void Keep(Question question, string id, Scratch scratch, int count)
    {
        if (count is 0 or > ShownAnswer.MostPlaces || !question.Request.Recorded || !OnlineRanker.Applies(question))
        {
            return;
        }

        var features = new OnlineFeatures(question, scratch.Pool);
        var (items, examples, costs) = (new int[count], new float[count * OutcomeFeatures.Count], new float[count]);
        for (var place = 0; place < count; place++)
        {
            items[place] = scratch.Slate[place].Item;
            features.Fill(items[place], place + 1, examples.AsSpan(place * OutcomeFeatures.Count, OutcomeFeatures.Count));
        }

        question.Overlay.Outcomes.Shown.Keep(new ShownAnswer(id, question.Now, items, examples, costs));
    }
}
