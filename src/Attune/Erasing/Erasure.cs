using System.Text.Json.Serialization;
using Attune.Events;

namespace Attune.Erasing;

/// <summary>How far an erasure is.</summary>
public enum ErasureState
{
    /// <summary>Asked for; what is held may still be there.</summary>
    Requested,

    /// <summary>Gone from everything but the model in service, which is trained again.</summary>
    Removed,

    /// <summary>The model in service was trained without the user, and those before it are deleted.</summary>
    Retrained,

    /// <summary>Nothing is left, nor the id; this is the proof.</summary>
    Finished,
}

/// <summary>What became of the log's own copy of a user's events.</summary>
public enum LogCopy
{
    /// <summary>It was written anew, without a byte of them.</summary>
    Rewritten,

    /// <summary>No reader hands them out; what the log is kept in lets go of the bytes by its own retention.</summary>
    Hidden,
}

/// <summary>What is held of a user, in numbers.</summary>
public sealed record Holdings
{
    /// <summary>Profiles: the user's own and those merged into it.</summary>
    public long Profiles { get; init; }

    /// <summary>Lists computed ahead.</summary>
    public long Lists { get; init; }

    /// <summary>Records of the log.</summary>
    public long LogRecords { get; init; }

    /// <summary>Rows of the history.</summary>
    public long HistoryRows { get; init; }

    /// <summary>Records of properties.</summary>
    public long Properties { get; init; }

    /// <summary>Lists of what the user does not want to see.</summary>
    public long Blocks { get; init; }

    /// <summary>Other ids that stand for the user: sessions, and users merged.</summary>
    public long Aliases { get; init; }

    /// <summary>Answers recorded.</summary>
    public long Answers { get; init; }

    /// <summary>True where there is none of anything.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new Holdings();
}

/// <summary>One erasure: what is to be done while it is open, and the receipt once it is finished.</summary>
public sealed record Erasure
{
    /// <summary>The receipt's id; says nothing of the user.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public required ErasureState State { get; init; }

    /// <summary>Whose; null from <see cref="ErasureState.Retrained"/> on.</summary>
    public string? User { get; init; }

    /// <summary>The profile keys that stand for the user: found when it begins; null from <see cref="ErasureState.Retrained"/> on.</summary>
    public IReadOnlyList<string>? Profiles { get; init; }

    /// <summary>32 random hexadecimal digits.</summary>
    public required string Salt { get; init; }

    /// <summary>SHA-256, in hexadecimal, of salt, a line feed and the user's id: whoever knows the id can tell that it was this user.</summary>
    public required string UserHash { get; init; }

    /// <summary>The place of the log when it was asked for: what the user did before is erased, and who comes later under the id is a new user.</summary>
    public required string Before { get; init; }

    /// <summary>When it was asked for.</summary>
    public required EventTime RequestedAt { get; init; }

    /// <summary>When everything but the model was without the user; null before.</summary>
    public EventTime? RemovedAt { get; init; }

    /// <summary>When it was proved; null before.</summary>
    public EventTime? FinishedAt { get; init; }

    /// <summary>What became of the log's own copy; null before.</summary>
    public LogCopy? LogCopy { get; init; }

    /// <summary>How often everything but the model was rid of the user: once, and again where something was found to be left.</summary>
    public int Removals { get; init; }

    /// <summary>What was held when it began; null before it was counted.</summary>
    public Holdings? Found { get; init; }

    /// <summary>What a second count found at the end; null before.</summary>
    public Holdings? Left { get; init; }

    /// <summary>Events from which trends, pairs and sessions were counted anew without the user.</summary>
    public long EventsRecounted { get; init; }

    /// <summary>Lists of others that were made with the user's part in the model, and were dropped.</summary>
    public long ListsDropped { get; init; }

    /// <summary>The generation that was trained without the user; null where too little was left to train on, and none serves.</summary>
    public int? Generation { get; init; }

    /// <summary>Generations deleted because they were trained with the user.</summary>
    public int GenerationsDeleted { get; init; }

    /// <summary>SHA-256, in hexadecimal, of all of this as JSON without this field; null before it is finished.</summary>
    public string? Digest { get; init; }

    /// <summary><see cref="Before"/>, read.</summary>
    internal LogToken Place => LogToken.TryParse(Before, out var place) ? place : LogToken.None;

    /// <summary>What is to be erased; null where the receipt does not name the profiles, yet or any more.</summary>
    internal EventErasure? Order => Profiles is { } profiles ? OrderOf(profiles) : null;

    /// <summary>The same of profiles that are known otherwise.</summary>
    internal EventErasure OrderOf(IEnumerable<string> profiles) => new(profiles.ToHashSet(StringComparer.Ordinal), Place);
}

/// <summary>What a check of a receipt found.</summary>
/// <param name="IsUser">True where the receipt is of the user named.</param>
/// <param name="Before">What is held from before the erasure; null where the receipt is not of this user.</param>
/// <param name="Since">What is held that came later, under the same id; null where the receipt is not of this user.</param>
public sealed record ErasureCheck(bool IsUser, Holdings? Before, Holdings? Since);
