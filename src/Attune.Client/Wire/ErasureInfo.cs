namespace Attune.Client.Wire;

/// <summary>The erasure of a user: how far it is, and once it is finished the receipt.</summary>
public sealed record ErasureInfo
{
    /// <summary>The receipt's id.</summary>
    public required string Id { get; init; }

    /// <summary><c>requested</c>, <c>removed</c> (the model is trained again), <c>retrained</c> or <c>finished</c>.</summary>
    public required string State { get; init; }

    /// <summary>The job that works on it; only in the answer to the request.</summary>
    public string? JobId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When everything but the model was without the user.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>When it was proved that nothing is left.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Seconds from the request to the proof.</summary>
    public double? TookSeconds { get; init; }

    /// <summary>The place of the log up to which the user is erased; later events are a new user's.</summary>
    public required string Before { get; init; }

    /// <summary>Hexadecimal digits that the hash begins with.</summary>
    public required string Salt { get; init; }

    /// <summary>SHA-256, in hexadecimal, of salt, a line feed and the user's id.</summary>
    public required string UserHash { get; init; }

    /// <summary>What was held.</summary>
    public HoldingsInfo? Found { get; init; }

    /// <summary>What a count of everything found at the end.</summary>
    public HoldingsInfo? Left { get; init; }

    /// <summary><c>rewritten</c>: the log is without a byte of the user; <c>hidden</c>: no reader hands the user's events out, and Kafka's retention deletes them.</summary>
    public string? LogCopy { get; init; }

    /// <summary>Events from which trends, pairs and sessions were counted anew without the user.</summary>
    public long EventsRecounted { get; init; }

    /// <summary>Lists of others that were dropped because they were made with the user's part in the model.</summary>
    public long ListsDropped { get; init; }

    /// <summary>The generation trained without the user; null where too little was left to train on.</summary>
    public int? Generation { get; init; }

    /// <summary>Generations deleted because they were trained with the user.</summary>
    public int GenerationsDeleted { get; init; }

    /// <summary>SHA-256 of the stored receipt.</summary>
    public string? Digest { get; init; }
}

/// <summary>What is held of a user, in numbers.</summary>
/// <param name="Profiles">Profiles: the user's own and those merged into it.</param>
/// <param name="Lists">Lists computed ahead.</param>
/// <param name="LogRecords">Records of the log.</param>
/// <param name="HistoryRows">Rows of the history.</param>
/// <param name="Properties">Records of properties.</param>
/// <param name="Blocks">Lists of what the user does not want to see.</param>
/// <param name="Aliases">Other ids that stand for the user: sessions, and users merged.</param>
/// <param name="Answers">Answers recorded.</param>
public sealed record HoldingsInfo(
    long Profiles, long Lists, long LogRecords, long HistoryRows, long Properties, long Blocks = 0, long Aliases = 0, long Answers = 0);

/// <summary>Whose receipt is checked: the body of <c>POST /v1/erasures/{id}/verify</c>.</summary>
/// <param name="UserId">The user's id; the receipt does not hold it.</param>
public sealed record ErasureQuestion(string UserId);

/// <summary>What a check of a receipt found, looking through everything now.</summary>
/// <param name="Verified">True where nothing is held from before the erasure.</param>
/// <param name="Left">What is held from before it.</param>
/// <param name="Since">What came later under the same id: a new user's.</param>
public sealed record ErasureVerdict(bool Verified, HoldingsInfo Left, HoldingsInfo Since);
