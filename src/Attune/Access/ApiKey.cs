using Attune.Events;

namespace Attune.Access;

/// <summary>An API key as it is stored: everything but the secret.</summary>
public sealed record ApiKey
{
    /// <summary>Its identity within the workspace: 12 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it allows.</summary>
    public required ApiScope Scope { get; init; }

    /// <summary>What it is for, in the words of who made it; at most <see cref="LongestLabel"/> characters.</summary>
    public required string Label { get; init; }

    /// <summary>When it was made.</summary>
    public required EventTime CreatedAt { get; init; }

    /// <summary>When it was revoked; null while it works.</summary>
    public EventTime? RevokedAt { get; init; }

    /// <summary>SHA-256 of the secret's text, in hex.</summary>
    public required string SecretSha256 { get; init; }

    /// <summary>Longest label, in characters.</summary>
    public const int LongestLabel = 100;
}
