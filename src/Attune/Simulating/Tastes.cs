using System.Collections.Concurrent;
using System.Collections.Immutable;
using Attune.Events;

namespace Attune.Simulating;

/// <summary>
/// What each shopper likes at each instant: a mixture of two styles, wandering from one to the next at the shopper's own
/// pace, and a liking of their own for some categories. A function of shopper and time, but for abrupt changes.
/// </summary>
/// <remarks><b>Concurrency.</b> Any number of readers, and changes at once.</remarks>
sealed class Tastes(ShopSettings settings, SimulatedItem[] items, Styles styles, EventTime start)
{
    const double PersonalDeviation = 0.3;

    static readonly Dictionary<string, int> CategoryNumbers =
        ShopWords.Categories.Select((category, number) => (category.Name, number)).ToDictionary();

    readonly int[] _categoryOf = [.. items.Select(item => CategoryNumbers[item.Category])];
    readonly ConcurrentDictionary<int, ImmutableList<TasteChange>> _changes = new();

    /// <summary>From an instant on, a shopper has a style, and wanders on from there.</summary>
    public void Change(int shopper, EventTime at, int style) => _changes.AddOrUpdate(
        shopper,
        _ => [new TasteChange(at, style)],
        (_, changes) => [.. changes.Where(change => change.At != at).Append(new TasteChange(at, style)).OrderBy(change => change.At)]);

    /// <summary>The two styles of a shopper at an instant, and how much of the second there is, 0 to 1.</summary>
    public (int From, int To, double Share) MixtureOf(int shopper, EventTime at)
    {
        var (since, first, epoch) = (start, -1, 0);
        if (_changes.TryGetValue(shopper, out var changes))
        {
            for (; epoch < changes.Count && changes[epoch].At <= at; epoch++)
            {
                (since, first) = (changes[epoch].At, changes[epoch].Style);
            }
        }

        var pace = new SeededRandom(settings.Seed, 3, shopper);
        var legs = Math.Max(0, at.Since(since) / settings.Drift) * (0.5 + pace.NextDouble());
        // Everyone begins somewhere along a first leg, unless they have just changed.
        legs += epoch == 0 ? 0.5 * pace.NextDouble() : 0;
        var leg = (long)legs;
        var along = legs - leg;
        return (StyleAt(shopper, epoch, leg, first), StyleAt(shopper, epoch, leg + 1, first), along * along * (3 - (2 * along)));
    }

    /// <summary>How much a shopper likes each item at an instant, by item number; availability aside.</summary>
    public void Utilities(int shopper, EventTime at, Span<float> into)
    {
        var (from, to, share) = MixtureOf(shopper, at);
        var fromUtilities = styles.UtilitiesOf(from);
        var toUtilities = styles.UtilitiesOf(to);
        Span<float> personal = stackalloc float[ShopWords.Categories.Length];
        var random = new SeededRandom(settings.Seed, 4, shopper);
        foreach (ref var liking in personal)
        {
            liking = (float)(PersonalDeviation * random.NextNormal());
        }

        for (var item = 0; item < into.Length; item++)
        {
            into[item] = (float)((fromUtilities[item] * (1 - share)) + (toUtilities[item] * share)) + personal[_categoryOf[item]];
        }
    }

    /// <summary>How likely a shopper who looks at an item clicks it, by how much they like it: 0.02 to 0.52.</summary>
    public static double ClickChance(double utility) => 0.02 + (0.5 * Liking(utility));

    /// <summary>0 for what leaves a shopper cold, 1 for what they love, one half at a utility of 1.4.</summary>
    public static double Liking(double utility) => 1 / (1 + Math.Exp(-3 * (utility - 1.4)));

    int StyleAt(int shopper, int epoch, long leg, int first) =>
        leg == 0 && first >= 0 ? first : new SeededRandom(settings.Seed, 5, shopper, epoch, leg).Next(styles.Count);

    readonly record struct TasteChange(EventTime At, int Style);
}
