using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Lists;

/// <summary>What somebody took up last, the latest first, each item once: from the profile's ring.</summary>
/// <remarks>What they bought is among it; what they dislike or hid is not. The score is 1 / place: it only says the order.</remarks>
sealed class RecentlyViewed : IListKind
{
    /// <summary>The only one: it has no settings.</summary>
    public static RecentlyViewed Instance { get; } = new();

    /// <inheritdoc/>
    public string Reason => "viewed";

    /// <inheritdoc/>
    public int Fill(Question question, Scratch scratch)
    {
        var allowed = scratch.Allowed;
        Allowance.Findable(question, allowed);
        var recent = question.Profile.Recent;
        var count = 0;
        for (var place = recent.Length - 1; place >= 0 && count < question.Count; place--)
        {
            var item = recent[place].Item;
            if (allowed.Contains(item))
            {
                allowed.Remove(item);
                scratch.Slate[count] = new Slot(item, 1f / (count + 1));
                count++;
            }
        }

        return count;
    }
}
