using Attune.Evaluating.Datasets;

namespace Attune.Evaluating;

/// <summary>Where a data set lies. Files are plain text or gzip.</summary>
public sealed record DatasetSource
{
    /// <summary>In what form.</summary>
    public required DatasetFormat Format { get; init; }

    /// <summary>The train file; for sequences and events the only one.</summary>
    public required string Train { get; init; }

    /// <summary>The test file: required for <c>lightgcn</c>; for <c>sessions</c> without one the last tenth of the sessions is asked.</summary>
    public string? Test { get; init; }

    /// <summary>A shipped validation file of sessions; without one the last tenth of the train sessions serves.</summary>
    public string? Validation { get; init; }

    /// <summary>How a table of events is read.</summary>
    public EventTableSettings Table { get; init; } = new();
}
