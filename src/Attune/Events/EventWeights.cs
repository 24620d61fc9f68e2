using Attune.Operating;

namespace Attune.Events;

/// <summary>How much each type of event says about taste, and how fast that fades.</summary>
/// <remarks>
/// Defaults: view 1, click 1, cart 3, purchase 5, like 4, rating up to 4, portion up to 3, custom 1; half-life 30 days,
/// 90 for purchase, rating and like. Impressions and searches say nothing of an item; dislike and hide keep it out.
/// </remarks>
public sealed record EventWeights
{
    /// <summary>By canonical type name: the weight and the half-life. Unnamed types keep their defaults.</summary>
    public IReadOnlyDictionary<string, EventWeight> Types { get; init; } = new Dictionary<string, EventWeight>();

    /// <summary>The rating that says most; one of two fifths of it or less says nothing. Above 0; default 5.</summary>
    public double BestRating { get; init; } = 5;

    static readonly Dictionary<string, EventWeight> Defaults = new()
    {
        ["view"] = new(1, TimeSpan.FromDays(30)),
        ["click"] = new(1, TimeSpan.FromDays(30)),
        ["cart"] = new(3, TimeSpan.FromDays(30)),
        ["purchase"] = new(5, TimeSpan.FromDays(90)),
        ["rating"] = new(4, TimeSpan.FromDays(90)),
        ["like"] = new(4, TimeSpan.FromDays(90)),
        ["portion"] = new(3, TimeSpan.FromDays(30)),
        ["dislike"] = new(0, TimeSpan.FromDays(90)),
        ["hide"] = new(0, TimeSpan.FromDays(90)),
        ["impression"] = new(0, TimeSpan.FromDays(1)),
        ["search"] = new(0, TimeSpan.FromDays(1)),
    };

    static readonly EventWeight Custom = new(1, TimeSpan.FromDays(30));

    /// <summary>The weight and half-life of a type.</summary>
    public EventWeight Of(EventType type) =>
        Types.TryGetValue(type.Name, out var set) ? set : Defaults.GetValueOrDefault(type.Name, Custom);

    /// <summary>What one event says of its item, 0 or more, before any fading.</summary>
    public float Strength(EventType type, double? value)
    {
        var weight = (float)Of(type).Weight;
        if (type.Code == EventType.Rating.Code)
        {
            var share = (value ?? BestRating) / BestRating;
            return share <= 0.4 ? 0 : weight * (float)Math.Min(share, 1);
        }

        return type.Code == EventType.Portion.Code ? weight * (float)Math.Clamp(value ?? 1, 0, 1) : weight;
    }

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("live.weights")
            .Must(BestRating > 0 && double.IsFinite(BestRating), nameof(BestRating), $"{BestRating}; it must be above 0.");
        foreach (var (name, set) in Types)
        {
            faults.Must(EventType.TryParse(name, out _), "types." + name, $"the weight of no type; there are {string.Join(", ", EventType.Known)}, custom:<name>.")
                .Within(set.Weight, 0, 1_000, $"types.{name}.weight")
                .Within(set.HalfLife, TimeSpan.FromMinutes(1), TimeSpan.FromDays(36_500), $"types.{name}.halfLife");
        }

        return faults.Found;
    }

    /// <summary>True where the type keeps its item out of the user's lists from then on (purchase, dislike, hide).</summary>
    public static bool Excludes(EventType type) =>
        type.Code == EventType.Purchase.Code || type.Code == EventType.Hide.Code || type.Code == EventType.Dislike.Code;
}

/// <summary>What a type of event says.</summary>
/// <param name="Weight">0 to 1 000.</param>
/// <param name="HalfLife">After this long it says half as much. 1 minute to 36 500 days.</param>
public sealed record EventWeight(double Weight, TimeSpan HalfLife);
