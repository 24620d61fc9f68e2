using Attune.Live;
using Attune.Recommending.Arranging;
using Attune.Recommending.Exploring;

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
        if (count is 0 or > ShownAnswer.MostPlaces || !question.Request.Recorded || !(OnlineRanker.Applies(question) || Exploration.Applies(question)))
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

        var explored = 0UL;
        for (var place = 0; place < count; place++)
        {
            if (scratch.Slate[place].Kind == SlotKind.Explored)
            {
                explored |= 1UL << place;
                costs[place] = CostOf(question, features, examples, place, count);
            }
        }

        question.Overlay.Outcomes.Shown.Keep(new ShownAnswer(id, question.Now, items, examples, costs) { Explored = explored });

        float CostOf(Question question, OnlineFeatures features, float[] examples, int place, int count)
        {
            // What it displaced stands behind it now; behind the last place nothing does, and what stands before it is no worse.
            var other = place + 1 < count ? place + 1 : place - 1;
            if (other < 0)
            {
                return 0;
            }

            Span<float> displaced = stackalloc float[OutcomeFeatures.Count];
            features.Fill(items[other], place + 1, displaced);
            return question.Ranker.ChanceOf(displaced) - question.Ranker.ChanceOf(examples.AsSpan(place * OutcomeFeatures.Count, OutcomeFeatures.Count));
        }
    }
}
