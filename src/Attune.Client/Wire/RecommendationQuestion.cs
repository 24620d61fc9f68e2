namespace Attune.Client.Wire;

/// <summary>A question for recommendations: the body of <c>POST /v1/recommendations</c>.</summary>
/// <remarks>Without user, session, item and events the answer is what is trending.</remarks>
public sealed record RecommendationQuestion
{
    /// <summary>The user, where known.</summary>
    public string? UserId { get; init; }

    /// <summary>The visit, where no user is known.</summary>
    public string? SessionId { get; init; }

    /// <summary>The item looked at: the answer is what resembles it or goes with it.</summary>
    public string? ItemId { get; init; }

    /// <summary>
    /// What is in the cart, at most 100 items, and then no <c>itemId</c>: the answer is what goes with all of it together, and
    /// nothing of it.
    /// </summary>
    public IReadOnlyList<string>? Cart { get; init; }

    /// <summary>
    /// What is wanted of the item or the cart: <c>similar</c> (where null, of an item) = what resembles it or is taken up with it, <c>complements</c> (where null, of a cart) = what is
    /// bought with it rather than instead of it, <c>boughtAfter</c> = what those bought who looked at it.
    /// </summary>
    public string? Relation { get; init; }

    /// <summary>What this visitor did that the server does not know, oldest first; at most 200, used once and not stored.</summary>
    public IReadOnlyList<QuestionEvent>? Events { get; init; }

    /// <summary>The placement the list is for; <c>default</c> where null.</summary>
    public string? Scenario { get; init; }

    /// <summary>Most items wanted, 1 to 500; 10 where null.</summary>
    public int? Count { get; init; }

    /// <summary>A condition on item properties, as <c>item.price &lt; 100 &amp;&amp; "shoes" in item.categories</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>Items not wanted in this answer; at most 1000.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Only these may be in the answer; at most 1000. Null or empty: any item.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>What is to be worked out for each item, by name, at most 20: <c>distance(item.place, user.place) / 1000</c>.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.</summary>
    public string? After { get; init; }

    /// <summary>Longest time to answer in milliseconds, 1 to 5000; 50 where null. A poorer answer comes rather than a late one.</summary>
    public int? Deadline { get; init; }

    /// <summary>True to be told which events and sources brought each item.</summary>
    public bool? Explain { get; init; }
}

/// <summary>An event carried by a question.</summary>
/// <param name="Type">What was done.</param>
/// <param name="ItemId">To which item.</param>
/// <param name="Timestamp">When; null for now.</param>
/// <param name="Value">The event's value, where it has one.</param>
public sealed record QuestionEvent(string Type, string ItemId, DateTimeOffset? Timestamp = null, double? Value = null);
