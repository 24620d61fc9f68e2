using Attune.Events;

namespace Attune.Recommending.Lists;

/// <summary>A page of several lists, asked for at once.</summary>
public sealed record PageRequest
{
    /// <summary>For whom, under which conditions and until when: its scenario, count and item are the rows' to say and are passed over.</summary>
    public required RecommendationRequest Asked { get; init; }

    /// <summary>The rows, 1 to <see cref="MaxRows"/>, in the order in which they choose items.</summary>
    public required IReadOnlyList<PageRow> Rows { get; init; }

    /// <summary>True to order the rows by how well their first items suit who asks; false to keep their order.</summary>
    public bool Ranked { get; init; }

    /// <summary>Most rows of a page.</summary>
    public const int MaxRows = 50;
}

/// <summary>One row of a page.</summary>
public sealed record PageRow
{
    /// <summary>Its name, no other row's.</summary>
    public required string Name { get; init; }

    /// <summary>What stands above it: given back as it is.</summary>
    public string? Title { get; init; }

    /// <summary>What it holds.</summary>
    public RowKind Kind { get; init; }

    /// <summary>Of kinds about an item: which; null for the one who asks took up last.</summary>
    public ItemId? Item { get; init; }

    /// <summary>The placement whose rules it follows.</summary>
    public string Scenario { get; init; } = Scenarios.Scenario.DefaultName;

    /// <summary>Most items, 1 to <see cref="RecommendationRequest.MaxCount"/>; null: as the scenario has it.</summary>
    public int? Count { get; init; }

    /// <summary>With fewer items the row is left out. 0 to <see cref="RecommendationRequest.MaxCount"/>.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>True to fill the row up with recommendations where its kind has too few items.</summary>
    public bool Fill { get; init; }

    /// <summary>A condition on its items, besides the page's; null for none.</summary>
    public string? Filter { get; init; }
}

/// <summary>What a row of a page holds.</summary>
public enum RowKind
{
    /// <summary>What who asks may like best.</summary>
    Recommendations,

    /// <summary>What resembles an item.</summary>
    Similar,

    /// <summary>What goes with an item, or with the cart where the page has one and the row names no item.</summary>
    Complements,

    /// <summary>What those who looked at an item bought then.</summary>
    BoughtAfter,

    /// <summary>What many take up just now.</summary>
    Trending,

    /// <summary>What who asks took up last.</summary>
    RecentlyViewed,

    /// <summary>What who asks bought and may want again.</summary>
    BuyAgain,
}

/// <summary>The kinds' names on the wire.</summary>
public static class RowKinds
{
    /// <summary>By value.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["recommendations", "similar", "complements", "boughtAfter", "trending", "recentlyViewed", "buyAgain"];
}
