using Attune.Events;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>What a row of examples must hold, worked out from nothing but the events, each row anew.</summary>
static class ExampleDefinition
{
    static readonly EventWeights Weights = new();

    /// <summary>The features of a user and an item at an instant, from the events before it.</summary>
    public static Dictionary<string, double?> Features(IReadOnlyList<UserEvent> events, ProfileKey user, ItemId item, EventTime at)
    {
        var before = events.Where(e => e.Item is not null && e.Time < at).OrderBy(e => e.Time.Micros).ToList();
        var own = before.Where(e => e.ProfileKey == user).ToList();
        var (ring, shown, excluded) = Remember(own);
        var features = new Dictionary<string, double?>
        {
            ["user_interaction_count"] = ring.Count,
            ["user_item_count"] = ring.Select(e => e.Item).Distinct().Count(),
            ["user_seconds_since_last"] = ring.Count == 0 ? null : (at.Micros / 1e6) - Math.Floor(ring.Max(e => e.Time.Micros) / 1e6),
            ["user_thin"] = ring.Count < 5 ? 1 : 0,
            ["user_middling"] = ring.Count is >= 5 and < 20 ? 1 : 0,
            ["user_excluded_count"] = excluded.Count,
            ["user_passed_item_count"] = shown.Distinct().Count(),
            ["user_passed_impression_count"] = shown.Count,
            ["item_impression_count"] = before.Count(e => e.Item == item && e.Type == EventType.Impression),
            ["pair_repeated"] = ring.Any(e => e.Item == item) ? 1 : 0,
            ["pair_passed_count"] = shown.Count(other => other == item),
        };
        foreach (var type in EventType.Known.Where(type => type != EventType.Search))
        {
            features[$"user_{type.Name}_count"] = own.Count(e => e.Type == type);
        }

        foreach (var (name, hours) in ((string, double)[])[("1h", 1), ("1d", 24), ("7d", 168)])
        {
            features["item_trend_" + name] = Trend(before.Where(e => e.Item == item), at, hours);
        }

        features["item_rising"] = Beside(before, item, at, 1);
        features["item_popularity"] = Beside(before, item, at, 168);
        return features;
    }

    /// <summary>True where the user takes the item up after the instant, and no later than the window after it.</summary>
    public static bool Takes(IReadOnlyList<UserEvent> events, ProfileKey user, ItemId item, EventTime at, TimeSpan window) => events.Any(
        e => e.ProfileKey == user && e.Item == item && e.Time > at && e.Time <= at.Plus(window) && Weights.Strength(e.Type, e.Value) > 0);

    static (List<UserEvent> Ring, List<ItemId> Shown, HashSet<ItemId> Excluded) Remember(List<UserEvent> own)
    {
        var (ring, shown, excluded) = (new List<UserEvent>(), new List<ItemId>(), new HashSet<ItemId>());
        foreach (var e in own)
        {
            var item = e.Item!.Value;
            if (e.Type == EventType.Impression)
            {
                shown.Add(item);
                continue;
            }

            if (Weights.Strength(e.Type, e.Value) > 0)
            {
                ring.Add(e);
                shown.RemoveAll(other => other == item);
            }

            if (e.Type == EventType.Dislike || e.Type == EventType.Hide || e.Type == EventType.Purchase)
            {
                excluded.Add(item);
                shown.RemoveAll(other => other == item);
            }

            if (e.Type == EventType.Dislike || e.Type == EventType.Hide)
            {
                ring.RemoveAll(other => other.Item == item);
            }

            ring = ring.Count > 50 ? ring[^50..] : ring;
        }

        return (ring, shown, excluded);
    }

    static double Trend(IEnumerable<UserEvent> events, EventTime at, double hours) =>
        events.Sum(e => Weights.Strength(e.Type, e.Value) * Math.Pow(2, -at.Since(e.Time).TotalHours / hours));

    static double Beside(List<UserEvent> before, ItemId item, EventTime at, double hours)
    {
        var all = before.GroupBy(e => e.Item!.Value).ToDictionary(group => group.Key, group => Trend(group, at, hours));
        var most = all.Count == 0 ? 0 : all.Values.Max();
        return most == 0 ? 0 : Math.Log(1 + (99 * all.GetValueOrDefault(item) / most)) / Math.Log(100);
    }
}
