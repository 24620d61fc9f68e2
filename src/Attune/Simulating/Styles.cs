namespace Attune.Simulating;

/// <summary>
/// The latent tastes of a shop: each loves two categories and three brands and has a price level it feels at home at.
/// </summary>
sealed class Styles
{
    const double CategoryWeight = 2;
    const double BrandWeight = 0.6;
    const double PriceWeight = 1;

    readonly float[][] _utilities;
    readonly HashSet<string>[] _categories;

    public Styles(ShopSettings settings, SimulatedItem[] items)
    {
        _categories = [.. Enumerable.Range(0, settings.Styles).Select(CategoriesOf)];
        _utilities = [.. Enumerable.Range(0, settings.Styles).Select(style => Draw(style, settings, items))];
    }

    public int Count => _utilities.Length;

    /// <summary>How much the style likes each item, by item number: about 2 for what it loves, 0 for the rest.</summary>
    public ReadOnlySpan<float> UtilitiesOf(int style) => _utilities[style];

    /// <summary>The categories a style loves, the more loved first.</summary>
    public IReadOnlySet<string> Loves(int style) => _categories[style];

    // In turn over the categories, so that neighbours share one and the rest nothing.
    static HashSet<string> CategoriesOf(int style)
    {
        var all = ShopWords.Categories;
        var round = style / (all.Length / 2);
        return [all[style * 2 % all.Length].Name, all[((style * 2) + 1 + round) % all.Length].Name];
    }

    float[] Draw(int style, ShopSettings settings, SimulatedItem[] items)
    {
        var random = new SeededRandom(settings.Seed, 2, style);
        var brands = new HashSet<string>();
        while (brands.Count < 3)
        {
            brands.Add(ShopWords.Brands[random.Next(ShopWords.Brands.Length)]);
        }

        var home = random.NextDouble();
        return [.. items.Select(item => (float)(
            (_categories[style].Contains(item.Category) ? CategoryWeight : 0)
            + (brands.Contains(item.Brand) ? BrandWeight : 0)
            - (PriceWeight * Math.Abs(item.PriceLevel - home))
            + item.Appeal))];
    }
}
