using Attune.Events;
using Attune.History;
using Attune.Operating.Jobs;
using Attune.Training;

namespace Attune.Evaluating;

/// <summary>Evaluates all models on a workspace's own history, as a job: the table is its outcome.</summary>
/// <param name="history">What is evaluated on.</param>
/// <param name="weights">What each type of event says.</param>
/// <param name="settings">How the workspace trains.</param>
/// <param name="clock">Tells how long things took.</param>
/// <param name="plans">Where the plan is that trainings follow; null where there is none to follow.</param>
public sealed class HistoryEvaluation(
    IHistory history, EventWeights weights, TrainingSettings settings, TimeProvider clock, TrainingPlans? plans = null)
{
    /// <summary>The kind of the job.</summary>
    public const string Kind = "evaluate";

    /// <summary>Reads the history, cuts it in time, and asks every model for what came after.</summary>
    /// <returns>The table for people; the job's result is the same for programs.</returns>
    public async Task<string> RunAsync(JobContext job, CancellationToken cancellation)
    {
        job.Report(0, "reading");
        var columns = await history.ReadInteractionsAsync(new InteractionQuery(), cancellation);
        if (columns.Times.Length == 0)
        {
            return "The history is empty: there is nothing to evaluate on yet.";
        }

        var plan = plans is null ? null : await plans.ReadAsync(cancellation);
        var report = await Task.Run(
            () => new ServedModels(weights, settings, plan, clock).Evaluate(
                columns, new Told(value => job.Report(value.Share, value.Stage)), cancellation),
            cancellation);
        job.Result = ReportJson.Render(report);
        return ReportText.Render(report);
    }

    sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
