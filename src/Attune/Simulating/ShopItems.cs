using System.Globalization;
using Attune.Events;

namespace Attune.Simulating;

/// <summary>Draws the items of a shop.</summary>
static class ShopItems
{
    public static SimulatedItem[] Draw(ShopSettings settings, EventTime historyStart) =>
        [.. Enumerable.Range(0, settings.Items).Select(number => Draw(number, settings, historyStart))];

    static SimulatedItem Draw(int number, ShopSettings settings, EventTime historyStart)
    {
        var random = new SeededRandom(settings.Seed, 1, number);
        // In turn, so that every category has its share in a small shop too.
        var category = ShopWords.Categories[number % ShopWords.Categories.Length];
        var brand = Pick(ShopWords.Brands, ref random);
        var colour = Pick(ShopWords.Colours, ref random);
        var level = random.NextDouble();
        var price = Math.Round(category.BasePrice * Math.Exp((level - 0.5) * 2) * (0.9 + (0.2 * random.NextDouble())), 2);
        return new SimulatedItem(
            new ItemId("item-" + number.ToString("D4", CultureInfo.InvariantCulture)),
            $"{brand} {Pick(ShopWords.Qualities, ref random)} {Pick(category.Things, ref random)}, {colour}",
            category.Name,
            category.Department,
            brand,
            colour,
            price,
            level,
            0.3 * random.NextNormal(),
            random.Chance(settings.OutOfStock) ? 0 : 1 + random.Next(200),
            LaunchOf(settings, historyStart, ref random));
    }

    static EventTime LaunchOf(ShopSettings settings, EventTime historyStart, ref SeededRandom random)
    {
        var lot = random.NextDouble();
        var place = random.NextDouble();
        return lot < settings.LaunchedAfter ? historyStart.Plus(settings.History + (TimeSpan.FromDays(7) * place))
            : lot < settings.LaunchedAfter + settings.LaunchedWithin ? historyStart.Plus(settings.History * place)
            : historyStart.Plus(TimeSpan.FromDays(-365) * place);
    }

    static string Pick(string[] words, ref SeededRandom random) => words[random.Next(words.Length)];
}
