using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Arranging;

/// <summary>Keeps a few places of an answer for items the model does not know yet, so that a new item can be seen at once.</summary>
/// <remarks>The places are the last of each stretch of 1 / share; which of the newest items stand there is left to chance, so that
/// all of them come up in turn. An item gets the score of the place above it: the order of scores stays.</remarks>
static class NewItemShare
{
    const int Newest = 32;

    /// <summary>Gives new items their places.</summary>
    public static void Arrange(Question question, double share, Scratch scratch, ref Places places)
    {
        var wanted = (int)(question.Count * share);
        if (wanted == 0 || places.Count == 0)
        {
            return;
        }

        Span<ScoredItem> room = stackalloc ScoredItem[Newest];
        var found = scratch.Findings.Again
            ? scratch.Findings.Next()
            : scratch.Findings.Keep(NewItems.Find(question.Generation, scratch.Allowed, room));
        var stretch = (int)(1 / share);
        var turn = (int)(question.Chance % Newest);
        for (var n = 0; n < wanted && n < found.Length; n++)
        {
            var item = found[(turn + n) % found.Length].Item;
            if (places.PlaceOf(item) is >= 0 and var standing && standing < question.Count)
            {
                continue;
            }

            var at = Math.Min(((n + 1) * stretch) - 1, Math.Min(places.Count, question.Count - 1));
            places.Insert(at, new Slot(item, places.Taken[Math.Max(0, Math.Min(at, places.Count) - 1)].Score, SlotKind.New));
        }
    }
}
