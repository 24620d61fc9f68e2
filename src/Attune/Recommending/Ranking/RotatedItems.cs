using Attune.Events;
using Attune.Profiles;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Ranking;

/// <summary>Items shown to a user again and again and not taken up step back for a while, so that others come up.</summary>
static class RotatedItems
{
    const double SecondsPerHour = 3600;

    /// <summary>The items that rest, by ordinal; empty without a rotation.</summary>
    /// <param name="profile">Who was shown what.</param>
    /// <param name="rotation">The scenario's; null where it has none.</param>
    /// <param name="now">When it is asked.</param>
    public static int[] Resting(Profile profile, Rotation? rotation, EventTime now)
    {
        if (rotation is null || profile.Shown.IsEmpty)
        {
            return [];
        }

        var since = (now.Micros / (double)EventTime.MicrosPerSecond) - (rotation.Rest * SecondsPerHour);
        var resting = new List<int>();
        foreach (var shown in profile.Shown)
        {
            if (shown.Count >= rotation.After && shown.Seconds > since)
            {
                resting.Add(shown.Item);
            }
        }

        return [.. resting];
    }

    /// <summary>What an item's score is multiplied by.</summary>
    public static float Factor(Question question, int item) =>
        question.Resting.AsSpan().Contains(item) ? (float)question.Scenario.Scenario.Rotation!.Factor : 1;
}
