namespace Attune.Client.Wire;

/// <summary>What became of the events of one request.</summary>
public sealed record EventsAnswer
{
    /// <summary>
    /// The place in the log after the accepted events: given as <c>after</c> to a recommendation, it makes that answer know
    /// them. Null where none was accepted.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Rows that are durable now.</summary>
    public required int Accepted { get; init; }

    /// <summary>Rows whose event id was known already: they changed nothing.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Rows that were refused: they changed nothing.</summary>
    public required int Refused { get; init; }

    /// <summary>One verdict for each row, in order.</summary>
    public required IReadOnlyList<RowVerdict> Rows { get; init; }
}

/// <summary>What became of one row of a batch.</summary>
public sealed record RowVerdict
{
    /// <summary><c>accepted</c>, <c>duplicate</c> or <c>refused</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The event's or item's id, where the row could be read.</summary>
    public string? Id { get; init; }

    /// <summary>Why it was refused.</summary>
    public FieldError? Error { get; init; }

    /// <summary>The text of <see cref="Verdict"/> for a row that is durable.</summary>
    public const string Accepted = "accepted";

    /// <summary>The text of <see cref="Verdict"/> for a row that was known already.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The text of <see cref="Verdict"/> for a row that broke a limit.</summary>
    public const string Refused = "refused";
}
