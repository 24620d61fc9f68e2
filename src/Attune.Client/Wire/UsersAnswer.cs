namespace Attune.Client.Wire;

/// <summary>Users, best first.</summary>
public sealed record UsersAnswer
{
    /// <summary>They.</summary>
    public required IReadOnlyList<AnswerUser> Users { get; init; }

    /// <summary>The generation they were found by; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>Who came after this instant was not looked at; null where nobody was, as in the first moments of a server.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Milliseconds from question to answer.</summary>
    public required double TookMs { get; init; }
}

/// <summary>One of them.</summary>
/// <param name="Id">The user.</param>
/// <param name="Score">What they were ordered by; comparable within one answer only, but for similar users, where it is a cosine.</param>
public sealed record AnswerUser(string Id, double Score);

/// <summary>The values of an item property that suit a user, best first.</summary>
public sealed record ValuesAnswer
{
    /// <summary>They.</summary>
    public required IReadOnlyList<AnswerValue> Values { get; init; }

    /// <summary>The generation used; 0 where there was none.</summary>
    public required int Generation { get; init; }

    /// <summary>Milliseconds from question to answer.</summary>
    public required double TookMs { get; init; }
}

/// <summary>One of them.</summary>
/// <param name="Value">The value: a text, or a member of a set.</param>
/// <param name="Share">The part of what the user takes up that has it, as far as is known; 0 to 1.</param>
/// <param name="CatalogShare">The part of the catalog that has it; 0 to 1.</param>
/// <param name="Items">Its items that suit the user best; null where none were asked for, or none is there.</param>
public sealed record AnswerValue(string Value, double Share, double CatalogShare, IReadOnlyList<AnswerItem>? Items = null);
