namespace Attune.Client.Wire;

/// <summary>What every new item is promised: the body of <c>PUT /v1/exposure</c>.</summary>
/// <param name="Impressions">How often it is to be shown, 1 to 1 000 000.</param>
/// <param name="Hours">Within so many hours of being listed, 1 to 720.</param>
public sealed record ExposurePromise(int Impressions, double Hours);

/// <summary>How the promise of exposure is kept, and what exploring has cost.</summary>
public sealed record ExposureAnswer
{
    /// <summary>What is promised; absent where nothing is.</summary>
    public ExposurePromise? Contract { get; init; }

    /// <summary>Items younger than the contract's hours.</summary>
    public required int Promised { get; init; }

    /// <summary>Of them, those that had all their impressions.</summary>
    public required int Met { get; init; }

    /// <summary>Of them, those with fewer than are due at their age.</summary>
    public required int Behind { get; init; }

    /// <summary>Items whose hours have ended, since no longer than as many hours again.</summary>
    public required int Ended { get; init; }

    /// <summary>Of them, those that had all their impressions.</summary>
    public required int Kept { get; init; }

    /// <summary>Impressions of explored places since counting began.</summary>
    public required long Explored { get; init; }

    /// <summary>Of them, those that were taken up.</summary>
    public required long ExploredTaken { get; init; }

    /// <summary>Expected clicks lost by exploring: for each explored impression, what the item it displaced was expected to bring in its place, less what it was expected to bring itself.</summary>
    public required double Regret { get; init; }

    /// <summary>Items behind, the furthest first; at most 100.</summary>
    public required IReadOnlyList<ExposedItemInfo> Items { get; init; }
}

/// <summary>An item that is behind its promise.</summary>
/// <param name="Id">The item.</param>
/// <param name="ListedAt">When it was first known.</param>
/// <param name="Impressions">How often it was shown.</param>
/// <param name="Due">How often it should have been by now.</param>
public sealed record ExposedItemInfo(string Id, DateTimeOffset ListedAt, int Impressions, int Due);
