using Attune.Events;
using Attune.Profiles;
using Attune.Recommending.Ranking;

namespace Attune.Featuring;

/// <summary>What a profile says of its owner, and of its owner towards an item, in numbers.</summary>
/// <remarks>The ranker goes by the same profile: thin, middling, repeated and shown mean here what they mean to it.</remarks>
static class UserFeatures
{
    // Searches, and events of an application's own, need not name an item: the history of interactions does not have them all.
    static readonly EventType[] Counted = [.. EventType.Known.Where(type => type.Code != EventType.Search.Code)];

    /// <summary>Of a user, in the order of <see cref="Write"/>.</summary>
    public static IReadOnlyList<Feature> OfUser { get; } =
    [
        Own("interaction_count", "events", "Interactions that the profile remembers: the last ones that say something of an item, at most live.profiles.recent."),
        Own("item_count", "items", "Different items among them."),
        Own("seconds_since_last", "seconds", "Since the latest of them, which is kept to the second; null where there is none."),
        Own("thin", "0 or 1", "1 where there are fewer than 5 of them."),
        Own("middling", "0 or 1", "1 where there are 5 to 19 of them."),
        Own("excluded_count", "items", "Items kept out of the lists: bought, disliked or hidden; at most live.profiles.excluded."),
        Own("passed_item_count", "items", "Items shown and not taken up since; at most live.profiles.impressions."),
        Own("passed_impression_count", "events", "Impressions of those items since they were last taken up."),
        .. Counted.Select(type => Own(type.Name + "_count", "events", $"Events of the type {type.Name} there ever were.")),
    ];

    /// <summary>Of a user towards an item, in the order of <see cref="WritePair"/>.</summary>
    public static IReadOnlyList<Feature> OfPair { get; } =
    [
        new("pair_repeated", FeatureOwner.Pair, "0 or 1", "1 where the item is among the user's remembered interactions."),
        new("pair_passed_count", FeatureOwner.Pair, "events", "Impressions of the item to the user since it was last taken up."),
    ];

    /// <summary>Writes the features of a user.</summary>
    /// <param name="profile">What is known.</param>
    /// <param name="now">The moment they are of.</param>
    /// <param name="into">As long as <see cref="OfUser"/>; NaN where a feature has no value.</param>
    public static void Write(KnownProfile profile, EventTime now, Span<double> into)
    {
        var (items, latest, passed) = (new HashSet<int>(profile.Recent.Length), long.MinValue, 0L);
        foreach (var interaction in profile.Recent)
        {
            items.Add(interaction.Item);
            latest = Math.Max(latest, interaction.Seconds);
        }

        foreach (var shown in profile.Shown)
        {
            passed += shown.Count;
        }

        var known = profile.Recent.Length;
        into[0] = known;
        into[1] = items.Count;
        into[2] = known == 0 ? double.NaN : Math.Max(0, (now.Micros / (double)EventTime.MicrosPerSecond) - latest);
        into[3] = known < OnlineFeatures.ThinProfile ? 1 : 0;
        into[4] = known is >= OnlineFeatures.ThinProfile and < OnlineFeatures.RichProfile ? 1 : 0;
        into[5] = profile.Excluded.Length;
        into[6] = profile.Shown.Length;
        into[7] = passed;
        for (var n = 0; n < Counted.Length; n++)
        {
            into[8 + n] = profile.Counts[Counted[n].Code];
        }
    }

    /// <summary>Writes the features of a user towards an item.</summary>
    /// <param name="profile">The user's.</param>
    /// <param name="item">The item's ordinal, as the profile has it.</param>
    /// <param name="into">As long as <see cref="OfPair"/>.</param>
    public static void WritePair(KnownProfile profile, int item, Span<double> into)
    {
        into[0] = profile.HasTaken(item) ? 1 : 0;
        into[1] = profile.TimesShown(item);
    }

    static Feature Own(string name, string unit, string meaning) => new("user_" + name, FeatureOwner.User, unit, meaning);
}
