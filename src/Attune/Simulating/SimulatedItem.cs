using System.Text.Json.Nodes;
using Attune.Events;

namespace Attune.Simulating;

/// <summary>One item of the simulated shop, with everything that makes shoppers like it or not.</summary>
/// <remarks>Colour means nothing to any shopper; it is there to be filtered by.</remarks>
/// <param name="Id">Its id, as in events.</param>
/// <param name="Name">What a person would read.</param>
/// <param name="Category">The category shoppers' tastes are about.</param>
/// <param name="Department">The wider category.</param>
/// <param name="Brand">The brand shoppers' tastes are about.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Price">What it costs, to the cent.</param>
/// <param name="PriceLevel">How dear it is for its category, 0 to 1.</param>
/// <param name="Appeal">How well made it is: liked by everyone the more, about 0, deviation 0.3.</param>
/// <param name="Stock">How many there are; 0 is out of stock.</param>
/// <param name="LaunchedAt">Before this nobody sees it.</param>
public sealed record SimulatedItem(
    ItemId Id, string Name, string Category, string Department, string Brand, string Colour,
    double Price, double PriceLevel, double Appeal, int Stock, EventTime LaunchedAt)
{
    /// <summary>
    /// The text of its properties: <c>name, category, brand, colour</c> text; <c>categories</c> a set of text;
    /// <c>price, stock</c> numbers; <c>inStock</c> boolean; <c>launched</c> a timestamp.
    /// </summary>
    public string PropertiesJson => new JsonObject
    {
        ["name"] = Name,
        ["category"] = Category,
        ["categories"] = new JsonArray(Department, Category),
        ["brand"] = Brand,
        ["colour"] = Colour,
        ["price"] = Price,
        ["stock"] = Stock,
        ["inStock"] = Stock > 0,
        ["launched"] = LaunchedAt.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
    }.ToJsonString();

    /// <summary>True where it can be seen and bought.</summary>
    public bool IsAvailable(EventTime at) => Stock > 0 && LaunchedAt <= at;
}
