namespace Attune.Client.Wire;

/// <summary>An error answer: problem details as in RFC 9457, <c>application/problem+json</c>.</summary>
public sealed record Problem
{
    /// <summary>The kind of problem, a stable relative address as <c>/problems/invalid-request</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in words, the same for every problem of the type.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time.</summary>
    public string? Detail { get; init; }

    /// <summary>Every fault found, each with its field, the value and the limit it broke.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];
}

/// <summary>One fault of a request.</summary>
/// <param name="Field">The field, parameter or header at fault, as <c>count</c> or <c>events[3].type</c>.</param>
/// <param name="Value">The value as it was given, cut to 64 characters; null where it was missing.</param>
/// <param name="Limit">What is allowed, as a sentence.</param>
/// <param name="Position">For text with a grammar (a filter, JSON): the place of the fault, from 0.</param>
/// <param name="Suggestion">What was probably meant.</param>
public sealed record FieldError(string Field, string? Value, string Limit, int? Position = null, string? Suggestion = null);
