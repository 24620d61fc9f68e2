namespace Attune.Client.Wire;

/// <summary>An API key without its secret.</summary>
public sealed record KeyInfo
{
    /// <summary>Its identity: the part after the workspace's name.</summary>
    public required string Id { get; init; }

    /// <summary><c>read</c>, <c>write</c> or <c>admin</c>; each may do what the one before may.</summary>
    public required string Scope { get; init; }

    /// <summary>What it is for, in the words of who made it.</summary>
    public required string Label { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The whole key: said once, in the answer to its making.</summary>
    public string? Key { get; init; }
}

/// <summary>The keys of a workspace, oldest first.</summary>
/// <param name="Keys">One each.</param>
public sealed record KeysAnswer(IReadOnlyList<KeyInfo> Keys);

/// <summary>Which key to make: the body of <c>POST /v1/keys</c>.</summary>
/// <param name="Scope"><c>read</c>, <c>write</c> or <c>admin</c>.</param>
/// <param name="Label">What it is for, at most 100 characters.</param>
public sealed record KeyRequest(string Scope, string? Label = null);
