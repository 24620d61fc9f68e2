using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Arranging;

/// <summary>Keeps a few places of an answer for items the model does not know yet, so that a new item can be seen at once.</summary>
/// <remarks>The places are the last of each stretch of 1 / share; which of the newest items stand there is left to chance, so that
/// all of them come up in turn. An item gets the score of the place above it: the order of scores stays.</remarks>
static class NewItemShare
{
    const int Newest = 32;

    /// <summary>Places new items into the slate.</summary>
    /// <returns>How many places of the slate are taken.</returns>
    public static int Arrange(Question question, double share, Scratch scratch, int count)
    {
        var places = (int)(question.Count * share);
        if (places == 0 || count == 0)
        {
            return count;
        }

        Span<ScoredItem> room = stackalloc ScoredItem[Newest];
        var found = NewItems.Find(question.Generation, scratch.Allowed, room);
        var stretch = (int)(1 / share);
        var turn = (int)(question.Chance % Newest);
        var slate = scratch.Slate.AsSpan(0, question.Count);
        for (var n = 0; n < places && n < found.Length; n++)
        {
            var item = found[(turn + n) % found.Length].Item;
            if (Stands(slate[..count], item))
            {
                continue;
            }

            var at = Math.Min(((n + 1) * stretch) - 1, Math.Min(count, slate.Length - 1));
            count = Math.Min(count + 1, slate.Length);
            slate[at..(count - 1)].CopyTo(slate[(at + 1)..]);
            slate[at] = new Slot(item, slate[Math.Max(0, at - 1)].Score, SlotKind.New);
        }

        return count;
    }

    static bool Stands(ReadOnlySpan<Slot> slate, int item)
    {
        foreach (var standing in slate)
        {
            if (standing.Item == item)
            {
                return true;
            }
        }

        return false;
    }
}
