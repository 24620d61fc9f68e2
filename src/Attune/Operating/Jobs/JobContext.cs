namespace Attune.Operating.Jobs;

/// <summary>What a job is given to tell of itself.</summary>
/// <remarks>Safe to call from any thread and as often as wanted: a report costs one reference swap.</remarks>
public sealed class JobContext
{
    readonly Job _job;

    internal JobContext(Job job) => _job = job;

    /// <summary>The job's id, for logs.</summary>
    public string Id => _job.Id;

    /// <summary>The result for programs, as the text of a JSON object; null where the outcome says it all.</summary>
    public string? Result
    {
        get => _job.Status.Result;
        set => _job.SetResult(value);
    }

    /// <summary>Says how far the job is.</summary>
    /// <param name="progress">0 to 1; outside values are clamped, NaN counts as 0.</param>
    /// <param name="stage">What it is doing, in a few words; null to keep what was said last.</param>
    public void Report(double progress, string? stage = null) => _job.Report(progress, stage);
}
