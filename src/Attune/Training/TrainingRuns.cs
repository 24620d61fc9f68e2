using System.Globalization;
using Attune.Catalog;
using Attune.Operating.Jobs;

namespace Attune.Training;

/// <summary>Trainings as jobs: train, publish, then compute lists ahead for those who came last.</summary>
/// <param name="trainer">Trains and publishes.</param>
/// <param name="lists">Computes lists ahead after a publication; null for none.</param>
/// <param name="jobs">Where they run; one at a time.</param>
public sealed class TrainingRuns(Trainer trainer, ListPrecomputation? lists, JobBoard jobs)
{
    /// <summary>The kind of the job.</summary>
    public const string Kind = "train";

    // Of a job's progress, the training's part where lists follow.
    const double TrainingShare = 0.95;

    /// <summary>Trains and publishes.</summary>
    public Trainer Trainer => trainer;

    /// <summary>The report of the last training that ended by itself; null before.</summary>
    public TrainingReport? Last { get; private set; }

    /// <summary>Awaited before the history is read: so that what was acknowledged before the start is in it.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Where the duty to train is taken, so that one node at a time trains; null where there is one node.</summary>
    public ICatalogStore? Duties { get; init; }

    /// <summary>Shares the computing of lists among nodes; null where this one does it all.</summary>
    internal SharedLists? Shared { get; init; }

    /// <summary>Starts a training, or gives the job of the one that runs.</summary>
    public Job Start() => jobs.Start(Kind, RunAsync);

    /// <summary>Trains on what the history holds from now on, and publishes in any case; a training that runs is waited for first.</summary>
    /// <returns>The report; null where the training failed or was cancelled.</returns>
    public async Task<TrainingReport?> RenewAsync(CancellationToken cancellation)
    {
        TrainingReport? report = null;
        while (true)
        {
            var isOwn = jobs.TryStart(Kind, async (job, stop) => await RunAsync(job, inAnyCase: true, told => report = told, stop), out var job);
            await job.Completion.WaitAsync(cancellation);
            if (isOwn)
            {
                return job.Status.State == JobState.Done ? report : null;
            }
        }
    }

    Task<string> RunAsync(JobContext job, CancellationToken cancellation) => RunAsync(job, inAnyCase: false, _ => { }, cancellation);

    async Task<string> RunAsync(JobContext job, bool inAnyCase, Action<TrainingReport> told, CancellationToken cancellation)
    {
        await using var duty = Duties is null ? null : await Duties.TryTakeAsync(Kind, cancellation);
        if (Duties is not null && duty is null)
        {
            return "Another node trains just now; nothing was done here.";
        }

        using var whileHeld = CancellationTokenSource.CreateLinkedTokenSource(cancellation, duty?.Lost ?? CancellationToken.None);
        return await TrainAsync(job, inAnyCase, told, whileHeld.Token);
    }

    async Task<string> TrainAsync(JobContext job, bool inAnyCase, Action<TrainingReport> told, CancellationToken cancellation)
    {
        await Before(cancellation);
        var report = await trainer.RunAsync(new Told(job), cancellation, inAnyCase);
        told(report);
        Last = report;
        if (report.Published is not { } published)
        {
            return report.Verdict;
        }

        var computed = 0;
        if (lists is not null)
        {
            job.Report(TrainingShare, "computing lists ahead");
            void Tell(double share) => job.Report(TrainingShare + ((1 - TrainingShare) * share));
            computed = Shared is null
                ? await lists.RunAsync(report.RecentUsers, Tell, cancellation)
                : await Shared.RunAsync(published.Number, report.RecentUsers, Tell, cancellation);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"Generation {published.Number} is in service: {published.Users} users, {published.Items} items, {published.Interactions} events in {report.Took.TotalSeconds:0.0} s, {computed} lists ahead. {report.Verdict}");
    }

    sealed class Told(JobContext job) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => job.Report(value.Share * TrainingShare, value.Stage);
    }
}
