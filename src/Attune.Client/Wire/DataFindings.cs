namespace Attune.Client.Wire;

/// <summary>What is wrong with the data that is held: the answer to <c>GET /v1/data/findings</c>.</summary>
public sealed record DataFindingsAnswer
{
    /// <summary>When it was looked at; a report is given again for a minute.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>Events accepted in so many days before were looked at.</summary>
    public required int Days { get; init; }

    /// <summary>How long looking took, in milliseconds.</summary>
    public required double TookMs { get; init; }

    /// <summary><c>good</c>, <c>warning</c> or <c>error</c>: the worst of the findings.</summary>
    public required string Worst { get; init; }

    /// <summary>What was found, the worst first, the good included.</summary>
    public required IReadOnlyList<DataFindingInfo> Findings { get; init; }

    /// <summary>What there was no time to look at; empty where all was.</summary>
    public required IReadOnlyList<string> Unfinished { get; init; }
}

/// <summary>One thing that was found in the data.</summary>
public sealed record DataFindingInfo
{
    /// <summary><c>good</c>, <c>warning</c> or <c>error</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What was looked for: <c>repeatedEvents</c>, <c>sameTitle</c>, <c>unknownItems</c>, <c>unseenItems</c>, <c>clocksAhead</c>, <c>clocksBehind</c>, <c>bots</c>, <c>noUser</c>, <c>noSession</c>, <c>noRecommendation</c>, <c>unknownRecommendations</c> or <c>mixDrift</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was found, as a sentence.</summary>
    public required string What { get; init; }

    /// <summary>How many are affected.</summary>
    public required long Count { get; init; }

    /// <summary>Out of how many.</summary>
    public required long Of { get; init; }

    /// <summary>The one in the other, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Up to five of them, the worst first.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What it means.</summary>
    public required string Why { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }
}
