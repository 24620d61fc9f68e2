using System.Text;
using Attune.Events;
using Attune.History;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;
using Attune.Operating.Jobs;
using Attune.Recommending;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>Tunes a workspace on its own history, as a job: searches a plan, and where one is better beyond chance, puts it in place.</summary>
/// <remarks>Plan and report are written at the end, the plan first; a tuning that is cancelled or fails leaves both as they were.</remarks>
/// <param name="history">What is tuned on.</param>
/// <param name="weights">What each type of event says.</param>
/// <param name="training">How the workspace trains where a plan says nothing.</param>
/// <param name="recommend">What the sources weigh where a plan says nothing.</param>
/// <param name="plans">Where the plan is read and written.</param>
/// <param name="reports">Where the report is written.</param>
/// <param name="clock">Ends the search in time.</param>
public sealed class HistoryTuning(
    IHistory history,
    EventWeights weights,
    TrainingSettings training,
    RecommendSettings recommend,
    TrainingPlans plans,
    TuningReports reports,
    TimeProvider clock)
{
    /// <summary>The kind of the job.</summary>
    public const string Kind = "tune";

    /// <summary>Share of the events held out: the latest, as in an evaluation.</summary>
    const double HoldOut = 0.2;

    /// <summary>Searches, compares, and writes what it found.</summary>
    /// <param name="settings">How much is spent.</param>
    /// <param name="job">Told how far it is; gets the report as its result.</param>
    /// <param name="cancellation">Ends it within a second.</param>
    /// <returns>The report for people.</returns>
    public async Task<string> RunAsync(TuningSettings settings, JobContext job, CancellationToken cancellation)
    {
        job.Report(0, "reading");
        var columns = await history.ReadInteractionsAsync(new InteractionQuery(), cancellation);
        var current = await plans.ReadAsync(cancellation);
        var (plan, report) = await BackgroundThreads.RunAsync("attune tuning", () => Search(columns, current, settings, job, cancellation));
        cancellation.ThrowIfCancellationRequested();
        var made = plan is null ? null : plan with { Made = EventTime.Now(clock) };
        if (made is not null)
        {
            await plans.WriteAsync(made, cancellation);
        }

        job.Result = await reports.WriteAsync(report, EventTime.Now(clock), made, cancellation);
        return Text(report);
    }

    (TrainingPlan? Plan, TuningReport Report) Search(
        InteractionColumns columns, TrainingPlan? current, TuningSettings settings, JobContext job, CancellationToken cancellation)
    {
        var data = TrainingData.From(columns, new EventStrengths(weights, training.HalfLifeScale));
        if (data.Telling < training.FewestEvents)
        {
            return (null, Nothing($"there are {data.Telling} events that say what somebody takes up, and {training.FewestEvents} are the fewest"));
        }

        var instant = TemporalSplit.InstantByEvents(data.Unfaded(), HoldOut);
        var ground = new TuningGround(data, instant, ModelRecipe.Of(training, current));
        if (ground.Split.Test.Count < training.FewestQuestions)
        {
            return (null, Nothing($"{ground.Split.Test.Count} users with a past took up something new in the latest fifth of the events, and {training.FewestQuestions} are the fewest to choose by"));
        }

        var (plan, report) = new PlanSearch(training, recommend, settings, clock).Run(ground, current, new Told(job), cancellation);
        return (plan is null ? null : plan with { DataFingerprint = data.Fingerprint() }, report);
    }

    static TuningReport Nothing(FormattableString why) => new()
    {
        Verdict = $"The plan stays as it is: {FormattableString.Invariant(why)}.",
        Why = [],
        Trials = [],
        Questions = 0,
        Took = TimeSpan.Zero,
    };

    static string Text(TuningReport report)
    {
        var text = new StringBuilder(report.Verdict);
        foreach (var why in report.Why)
        {
            text.Append("\n- ").Append(why);
        }

        return text.ToString();
    }

    sealed class Told(JobContext job) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => job.Report(value.Share, value.Stage);
    }
}
