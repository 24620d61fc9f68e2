using Attune.Events;

namespace Attune.Operating.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>At work, or on its way to stop after a cancellation.</summary>
    Running,

    /// <summary>Came to its end; the outcome says what came of it.</summary>
    Done,

    /// <summary>Ended by an error; the outcome is the error's message.</summary>
    Failed,

    /// <summary>Stopped because it was asked to.</summary>
    Cancelled,
}

/// <summary>A job as seen at one moment.</summary>
public sealed record JobStatus
{
    /// <summary>Its identity within the board, as <c>job-7</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, as <c>train</c> or <c>import</c>; at most one of a kind runs at a time.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>How much is done, 0 to 1; 1 exactly where <see cref="State"/> is <see cref="JobState.Done"/>.</summary>
    public required double Progress { get; init; }

    /// <summary>What it is doing, in a few words; what it was doing last once it has ended.</summary>
    public required string Stage { get; init; }

    /// <summary>When it began.</summary>
    public required EventTime Started { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public EventTime? Ended { get; init; }

    /// <summary>The sentence it ended with; null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>The result for programs, as the text of a JSON object; null where the outcome says it all.</summary>
    public string? Result { get; init; }
}
