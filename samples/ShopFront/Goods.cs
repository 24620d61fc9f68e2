using System.Text.Json;

namespace ShopFront;

/// <summary>What the shop sells.</summary>
/// <param name="Id">What events call it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Price">In whatever the shop is paid in.</param>
/// <param name="Category">The shelf it stands on.</param>
sealed record Product(string Id, string Name, decimal Price, string Category)
{
    /// <summary>All but the id, as the catalog keeps it: any names, any number of them.</summary>
    public JsonElement Properties => JsonSerializer.SerializeToElement(new { Name, Price, Category }, JsonSerializerOptions.Web);
}

/// <summary>One product looked at by one visitor.</summary>
/// <param name="Id">The same at every start: what is sent again counts once.</param>
/// <param name="Visitor">Who looked.</param>
/// <param name="ProductId">At what.</param>
/// <param name="Time">When.</param>
sealed record PastView(string Id, string Visitor, string ProductId, DateTimeOffset Time);

/// <summary>A place in a list.</summary>
/// <param name="Id">The product.</param>
/// <param name="Why">What brought it there.</param>
sealed record Suggestion(string Id, string Why);

/// <summary>The products, and what visitors looked at before anybody was watching.</summary>
static class Goods
{
    public static IReadOnlyList<Product> All { get; } =
    [
        new("tent", "Tent for two", 189, "camping"),
        new("sleeping-bag", "Sleeping bag", 79, "camping"),
        new("stove", "Gas stove", 45, "camping"),
        new("kettle", "Kettle", 39, "kitchen"),
        new("teapot", "Glass teapot", 25, "kitchen"),
        new("tea", "Green tea", 8, "kitchen"),
        new("desk", "Desk", 240, "office"),
        new("lamp", "Desk lamp", 35, "office"),
        new("chair", "Office chair", 160, "office"),
    ];

    /// <summary>Twelve visitors to each shelf, who went along it in its order; all of it an hour ago.</summary>
    public static IReadOnlyList<PastView> Past(DateTimeOffset now) =>
    [
        .. from shelf in All.GroupBy(product => product.Category)
           from number in Enumerable.Range(1, 12)
           from step in shelf.Index()
           let visitor = $"{shelf.Key}-{number}"
           select new PastView($"{visitor}-{step.Index}", visitor, step.Item.Id, now.AddMinutes(number + step.Index - 60)),
    ];
}
