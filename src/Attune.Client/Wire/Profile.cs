namespace Attune.Client.Wire;

/// <summary>What is known of one user just now.</summary>
public sealed record ProfileAnswer
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The last interactions, newest first; older ones have left the profile.</summary>
    public required IReadOnlyList<ProfileEvent> Recent { get; init; }

    /// <summary>How many events of each type there ever were, by type name; types without any are left out.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Items kept out of this user's lists: bought, disliked or hidden.</summary>
    public required IReadOnlyList<string> Excluded { get; init; }

    /// <summary>Items shown and not taken up since, the one shown last at the end; those longest not shown have left the profile.</summary>
    public IReadOnlyList<ProfileImpressions> Shown { get; init; } = [];

    /// <summary>The log place up to which the profile knows.</summary>
    public required string Watermark { get; init; }
}

/// <summary>One interaction of a profile.</summary>
/// <param name="Type">What was done.</param>
/// <param name="ItemId">To which item.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Strength">What it says of the item before any fading, 0 or more.</param>
public sealed record ProfileEvent(string Type, string ItemId, DateTimeOffset Timestamp, double Strength);

/// <summary>How often an item was shown since it was last taken up.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Count">How many impressions.</param>
/// <param name="Timestamp">When the last of them was.</param>
public sealed record ProfileImpressions(string ItemId, int Count, DateTimeOffset Timestamp);
