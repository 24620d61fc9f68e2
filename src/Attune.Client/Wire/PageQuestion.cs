namespace Attune.Client.Wire;

/// <summary>A page of several lists, asked for at once: the body of <c>POST /v1/pages</c>.</summary>
public sealed record PageQuestion
{
    /// <summary>The user, where known.</summary>
    public string? UserId { get; init; }

    /// <summary>The visit, where no user is known.</summary>
    public string? SessionId { get; init; }

    /// <summary>What is in the cart, at most 100 items: what rows of complements without an item are about.</summary>
    public IReadOnlyList<string>? Cart { get; init; }

    /// <summary>What this visitor did that the server does not know, oldest first; at most 200, used once and not stored.</summary>
    public IReadOnlyList<QuestionEvent>? Events { get; init; }

    /// <summary>A condition on the items of all rows.</summary>
    public string? Filter { get; init; }

    /// <summary>Items not wanted in any row; at most 1000.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.</summary>
    public string? After { get; init; }

    /// <summary>Longest time for the whole page in milliseconds, 1 to 5000; 50 where null.</summary>
    public int? Deadline { get; init; }

    /// <summary>True to be told which events and sources brought each item.</summary>
    public bool? Explain { get; init; }

    /// <summary><c>given</c> (where null) = rows stand as they were given; <c>ranked</c> = first the row whose first items suit best.</summary>
    public string? Order { get; init; }

    /// <summary>The rows, 1 to 50. An earlier one chooses its items first.</summary>
    public required IReadOnlyList<PageRowQuestion> Rows { get; init; }
}

/// <summary>One row of a page.</summary>
public sealed record PageRowQuestion
{
    /// <summary>Its name, no other row's; 1 to 64 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>What stands above it: given back as it is.</summary>
    public string? Title { get; init; }

    /// <summary>What it holds: <c>recommendations</c> (where null), <c>similar, complements, boughtAfter, trending, recentlyViewed, buyAgain</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Of <c>similar</c>, <c>complements</c> and <c>boughtAfter</c>: the item it is about; where null the cart (complements), else what was taken up last.</summary>
    public string? ItemId { get; init; }

    /// <summary>The placement whose rules it follows; <c>default</c> where null.</summary>
    public string? Scenario { get; init; }

    /// <summary>Most items, 1 to 500; as the scenario has it where null.</summary>
    public int? Count { get; init; }

    /// <summary>With fewer items the row is left out, 0 to 500; 1 where null.</summary>
    public int? Minimum { get; init; }

    /// <summary>True to fill it up with recommendations where its kind has too few items.</summary>
    public bool? Fill { get; init; }

    /// <summary>A condition on its items, besides the page's.</summary>
    public string? Filter { get; init; }
}
