using Attune.Access;

namespace Attune.Server.Describing;

/// <summary>What is said of an endpoint, once: the OpenAPI document, the refusal of unknown parameters and the key check read it.</summary>
sealed record EndpointDescription
{
    /// <summary>The heading it stands under.</summary>
    public required string Group { get; init; }

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>More, where the sentence leaves something open.</summary>
    public string? Remarks { get; init; }

    /// <summary>The scope a key must have; null where none is needed.</summary>
    public ApiScope? Scope { get; init; }

    /// <summary>The parameters of the query; any other is refused.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The record of the body; null where there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>True where the body may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>True where the body may be many lines of JSON.</summary>
    public bool TakesLines { get; init; }

    /// <summary>The record of the answer; null where it has no body.</summary>
    public Type? Answer { get; init; }

    /// <summary>The answer's media type.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>The status when all is well.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Other statuses that are no problem, as 201 where something is new, each with the record of its answer; null where it has no body.</summary>
    public IReadOnlyList<(int Status, Type? Answer)> Others { get; init; } = [];

    /// <summary>The error statuses of its own; 400, 401, 403, 429 and 503 are added to all that need a key.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    /// <summary>Longest time of a request.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True where overload must not turn it away: probes and metrics.</summary>
    public bool AlwaysAdmitted { get; init; }
}
