namespace Attune.Client.Wire;

/// <summary>Items to be put in order for somebody: the body of <c>POST /v1/rerank</c>.</summary>
public sealed record RerankQuestion
{
    /// <summary>The user, where known.</summary>
    public string? UserId { get; init; }

    /// <summary>The visit, where no user is known.</summary>
    public string? SessionId { get; init; }

    /// <summary>The items, 1 to 1000. Of those that nothing is known of the order stays, behind all others; one named twice counts once.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>What this visitor did that the server does not know, oldest first; at most 200, used once and not stored.</summary>
    public IReadOnlyList<QuestionEvent>? Events { get; init; }

    /// <summary>The placement the list is for; <c>default</c> where null.</summary>
    public string? Scenario { get; init; }

    /// <summary>Most items wanted, 1 to 1000; all where null.</summary>
    public int? Count { get; init; }

    /// <summary>A condition on item properties; what does not fulfil it is left out.</summary>
    public string? Filter { get; init; }

    /// <summary>Items not wanted in this answer; at most 1000.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.</summary>
    public string? After { get; init; }

    /// <summary>Longest time to answer in milliseconds, 1 to 5000; 50 where null.</summary>
    public int? Deadline { get; init; }

    /// <summary>True to be told which events and sources say what of each item.</summary>
    public bool? Explain { get; init; }
}
