namespace Attune.Client.Wire;

/// <summary>A workspace in numbers.</summary>
public sealed record StatusAnswer
{
    /// <summary>Its name.</summary>
    public required string Workspace { get; init; }

    /// <summary>The server's version.</summary>
    public required string Version { get; init; }

    /// <summary>Seconds since the server started.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>True once it answers from complete profiles.</summary>
    public required bool Ready { get; init; }

    /// <summary>The generation in service; 0 where there is none.</summary>
    public required int Generation { get; init; }

    /// <summary>Items in the catalog.</summary>
    public required int Items { get; init; }

    /// <summary>Records of the catalog store that do not fit its schema, 20 at most, a sentence each: their items are as if never written, until they are written anew.</summary>
    public IReadOnlyList<string> SetAside { get; init; } = [];

    /// <summary>Events in the history.</summary>
    public required long Events { get; init; }

    /// <summary>Profiles of users and visits held.</summary>
    public required long Profiles { get; init; }

    /// <summary>Bytes the profiles take, keys and all.</summary>
    public required long ProfileBytes { get; init; }

    /// <summary>What stands still, and why; empty where nothing does.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>The log place after the last event accepted.</summary>
    public required string LogEnd { get; init; }

    /// <summary>The log place up to which behaviour is in answers.</summary>
    public required string Watermark { get; init; }

    /// <summary>The log place up to which behaviour is in the history.</summary>
    public required string Archived { get; init; }
}

/// <summary>Whether the server lives or is ready: the answer of <c>/health/live</c> and <c>/health/ready</c>.</summary>
/// <param name="Status"><c>live</c>; <c>ready</c>, <c>starting</c>, <c>waiting</c> for a server that is away, or <c>draining</c>.</param>
/// <param name="Waiting">What is still waited for, in words.</param>
public sealed record HealthAnswer(string Status, IReadOnlyList<string>? Waiting = null);
