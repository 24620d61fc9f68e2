using Attune.Events;
using Attune.Live;

namespace Attune.Featuring;

/// <summary>What the stream says of an item, in numbers: of any moment whose counts are at hand.</summary>
/// <param name="halfLives">Of the trending counts, ascending.</param>
sealed class ItemFeatures(IReadOnlyList<TimeSpan> halfLives)
{
    /// <summary>In the order of <see cref="Write"/>.</summary>
    public IReadOnlyList<Feature> All { get; } =
    [
        new("item_rising", FeatureOwner.Item, "0 to 1", $"How much it is taken up at a half-life of {HalfLifeText.Of(halfLives[0])} beside what is taken up most: ln(1 + 99 x) / ln 100."),
        new("item_popularity", FeatureOwner.Item, "0 to 1", $"The same at a half-life of {HalfLifeText.Of(halfLives[^1])}."),
        new("item_impression_count", FeatureOwner.Item, "events", "Impressions there ever were, of anybody."),
        .. halfLives.Select(halfLife => new Feature(
            "item_trend_" + HalfLifeText.Of(halfLife), FeatureOwner.Item, "strength", $"Strengths of all its events, each halved every {HalfLifeText.Of(halfLife)} since it happened.")),
    ];

    /// <summary>Writes the features of an item.</summary>
    /// <param name="views">Trending counts, one view a half-life.</param>
    /// <param name="item">The item's ordinal there; negative of one never seen.</param>
    /// <param name="impressions">How often it was shown.</param>
    /// <param name="now">The moment they are of.</param>
    /// <param name="into">As long as <see cref="All"/>.</param>
    public static void Write(IReadOnlyList<TrendingView> views, int item, long impressions, EventTime now, Span<double> into)
    {
        into[0] = TrendScale.Of(views[0].Of(item), TrendScale.Most(views[0]));
        into[1] = TrendScale.Of(views[^1].Of(item), TrendScale.Most(views[^1]));
        into[2] = impressions;
        for (var n = 0; n < views.Count; n++)
        {
            // What was never counted has no landmark to be scaled from.
            into[3 + n] = views[n].Of(item) is > 0 ? views[n].At(item, now) : 0;
        }
    }
}
