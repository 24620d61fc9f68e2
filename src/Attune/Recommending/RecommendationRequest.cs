using Attune.Events;
using Attune.Generations;

namespace Attune.Recommending;

/// <summary>One question: for whom, in which place, how many.</summary>
public sealed record RecommendationRequest
{
    /// <summary>The user, where known. Without user, session, item and events the answer is what is trending.</summary>
    public UserId? User { get; init; }

    /// <summary>The visit, where no user is known: its profile is used.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The item looked at: the answer is what resembles it or goes with it.</summary>
    public ItemId? Item { get; init; }

    /// <summary>What is in the cart, at most <see cref="MaxCart"/>, and then no <see cref="Item"/>: the answer is what goes with all of it together, and nothing of it.</summary>
    public IReadOnlyList<ItemId> Cart { get; init; } = [];

    /// <summary>Only these, at most <see cref="MaxGiven"/>: the answer is them in order, all of them where <see cref="Count"/> is null; empty = any item.</summary>
    public IReadOnlyList<ItemId> Given { get; init; } = [];

    /// <summary>
    /// What is wanted of <see cref="Item"/> or <see cref="Cart"/>, and only with one; null: as the scenario has it, else
    /// <see cref="ItemRelation.Similar"/> of an item and <see cref="ItemRelation.Complements"/> of a cart.
    /// </summary>
    public ItemRelation? Relation { get; init; }

    /// <summary>What this visitor did that the log does not know, oldest first: used for this answer and not stored.</summary>
    public IReadOnlyList<RequestEvent> Events { get; init; } = [];

    /// <summary>The placement the list is for.</summary>
    public string Scenario { get; init; } = Scenarios.Scenario.DefaultName;

    /// <summary>Most items wanted, 1 to <see cref="MaxCount"/>; null: as the scenario has it, else <see cref="DefaultCount"/>.</summary>
    public int? Count { get; init; }

    /// <summary>A condition on item properties, in the filter language; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>Items not wanted in this answer.</summary>
    public IReadOnlyList<ItemId> Exclude { get; init; } = [];

    /// <summary>Only these may be in the answer, at most <see cref="MaxInclude"/>, in what order ever; empty = any item.</summary>
    public IReadOnlyList<ItemId> Include { get; init; } = [];

    /// <summary>
    /// Events of who asks that are to count as if they had not happened, by their places as <see cref="ContributingEvent.Offset"/> names
    /// them, at most <see cref="MaxWithout"/>. Nothing is stored, the answer neither.
    /// </summary>
    public IReadOnlyList<LogToken> Without { get; init; } = [];

    /// <summary>The place in the log the answer must know, from an acknowledgement.</summary>
    public LogToken After { get; init; }

    /// <summary>Longest time to answer; a lower rung answers where it would be exceeded.</summary>
    public TimeSpan Deadline { get; init; } = DefaultDeadline;

    /// <summary>What is to be worked out for each item of the answer, at most <see cref="MaxColumns"/>, no name twice.</summary>
    public IReadOnlyList<ColumnExpression> Columns { get; init; } = [];

    /// <summary>True to say which events and sources brought each item.</summary>
    public bool Explain { get; init; }

    /// <summary>Ordinals of items that earlier answers of the same chain have shown.</summary>
    internal IReadOnlyList<int> Shown { get; init; } = [];

    /// <summary>The id of the first answer of the chain it continues; null where it begins one.</summary>
    internal string? Follows { get; init; }

    /// <summary>The model that answers in place of the one in service, mapped for as long as it does; null for the one in service.</summary>
    internal Generation? By { get; init; }

    /// <summary>False where nobody will ask about the answer again.</summary>
    internal bool Recorded { get; init; } = true;

    /// <summary>Items in an answer where nobody says.</summary>
    public const int DefaultCount = 10;

    /// <summary>Most items in one answer.</summary>
    public const int MaxCount = 500;

    /// <summary>Most items in a cart.</summary>
    public const int MaxCart = 100;

    /// <summary>Most items to be put in order.</summary>
    public const int MaxGiven = 1_000;

    /// <summary>Most items that an answer is restricted to.</summary>
    public const int MaxInclude = 1_000;

    /// <summary>Most events that count as if they had not happened.</summary>
    public const int MaxWithout = 100;

    /// <summary>Most columns worked out with an answer.</summary>
    public const int MaxColumns = 20;

    /// <summary>Most events in the request itself.</summary>
    public const int MaxEvents = 200;

    /// <summary>50 ms.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest deadline that may be asked for: 5 s.</summary>
    public static TimeSpan MaxDeadline { get; } = TimeSpan.FromSeconds(5);
}

/// <summary>An event carried by the question itself.</summary>
/// <param name="Type">What was done.</param>
/// <param name="Item">To which item.</param>
/// <param name="Time">When; null for now.</param>
/// <param name="Value">The event's value, where it has one.</param>
public sealed record RequestEvent(EventType Type, ItemId Item, EventTime? Time, double? Value);
