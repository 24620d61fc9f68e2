using System.Text.Json;

namespace Attune.Client.Wire;

/// <summary>A long piece of work and how far it is.</summary>
public sealed record JobInfo
{
    /// <summary>Its identity.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, as <c>train</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>running, done, failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>How far it is, 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is at, in words.</summary>
    public string? Stage { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, in words; null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>The result for programs; null where the outcome says it all.</summary>
    public JsonElement? Result { get; init; }
}

/// <summary>The jobs that run or ran, newest first.</summary>
/// <param name="Jobs">One each.</param>
public sealed record JobsAnswer(IReadOnlyList<JobInfo> Jobs);

/// <summary>Which job to start: the body of <c>POST /v1/jobs</c>.</summary>
/// <param name="Kind">Its kind: <c>train, evaluate, tune</c> or <c>backup</c>.</param>
/// <param name="BudgetSeconds">With <c>tune</c>: how long may be searched, 1 to 86 400 seconds; null = as the settings have it.</param>
/// <param name="Directory">With <c>backup</c>: where to, a full path on the server's machine; missing, or empty.</param>
public sealed record JobStart(string Kind, int? BudgetSeconds = null, string? Directory = null);
