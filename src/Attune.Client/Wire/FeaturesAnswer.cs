namespace Attune.Client.Wire;

/// <summary>Which features are wanted: the body of <c>POST /v1/features</c>.</summary>
public sealed record FeaturesQuestion
{
    /// <summary>Users' ids, at most 1 000.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>Items' ids, at most 1 000.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>The token of an acknowledgement: the answer waits, within its deadline, until it knows those events.</summary>
    public string? After { get; init; }

    /// <summary>Longest wait in milliseconds, 1 to 5 000; 1 000 where null.</summary>
    public int? Deadline { get; init; }
}

/// <summary>What is known of users and items just now.</summary>
public sealed record FeaturesAnswer
{
    /// <summary>The users asked for, in the order of the question, each once.</summary>
    public required IReadOnlyList<FeatureRow> Users { get; init; }

    /// <summary>The items asked for, in the order of the question, each once.</summary>
    public required IReadOnlyList<FeatureRow> Items { get; init; }

    /// <summary>By feature: what one is of.</summary>
    public required IReadOnlyDictionary<string, string> Units { get; init; }

    /// <summary>The moment the numbers are of.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The log place up to which every event is in the numbers.</summary>
    public required string Watermark { get; init; }
}

/// <summary>What is known of one user or item.</summary>
/// <param name="Id">Which.</param>
/// <param name="Known">False where nothing was ever heard of it.</param>
/// <param name="Values">By feature; null where it has no value, as the time since the last of no events.</param>
public sealed record FeatureRow(string Id, bool Known, IReadOnlyDictionary<string, double?> Values);

/// <summary>What is known of one user or item just now.</summary>
public sealed record OneFeaturesAnswer
{
    /// <summary>Which.</summary>
    public required string Id { get; init; }

    /// <summary>False where nothing was ever heard of it.</summary>
    public required bool Known { get; init; }

    /// <summary>By feature; null where it has no value, as the time since the last of no events.</summary>
    public required IReadOnlyDictionary<string, double?> Values { get; init; }

    /// <summary>By feature: what one is of.</summary>
    public required IReadOnlyDictionary<string, string> Units { get; init; }

    /// <summary>The moment the numbers are of.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The log place up to which every event is in the numbers.</summary>
    public required string Watermark { get; init; }
}

/// <summary>The features there are.</summary>
/// <param name="Features">Users' first, then items', then those of a user towards an item.</param>
public sealed record FeatureDefinitions(IReadOnlyList<FeatureDefinition> Features);

/// <summary>A feature, explained.</summary>
/// <param name="Name">The same in an answer and as a column of an exported file.</param>
/// <param name="Of"><c>user</c>, <c>item</c>, or <c>pair</c>: of a user towards an item, in exported files only.</param>
/// <param name="Unit">What one is of.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Exported">True where exported files have it, as of each row's moment; false where only the present knows it.</param>
public sealed record FeatureDefinition(string Name, string Of, string Unit, string Meaning, bool Exported);
