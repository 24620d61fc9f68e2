using System.Text.Json.Nodes;
using Attune.Client.Wire;
using Attune.Evaluating;
using Attune.Evaluating.Datasets;

namespace Attune.Server.Commands;

/// <summary><c>attune evaluate</c>: one table for all models, on a data set by its published protocol or on the own history by a split in time.</summary>
static class EvaluateCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var options = new EvaluateOptions();
        var command = new Verb(
            "evaluate",
            "Evaluate the models on a data set, or without --train on the workspace's own history.",
            "attune evaluate --data ./data",
            "attune evaluate --format events --train ratings.csv --models ials,item-to-item");
        options.AddTo(command);
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => options.ReadSource(parsed) is { } source
            ? OnDatasetAsync(source, options.ReadSettings(parsed), where.Read(parsed).Json, cancellation)
            : OnHistoryAsync(where.Read(parsed), cancellation));
        return command;
    }

    static async Task<int> OnDatasetAsync(DatasetSource source, EvaluationSettings settings, bool json, CancellationToken cancellation)
    {
        try
        {
            var progress = new NotedProgress();
            var report = await Task.Run(() => new EvaluationRun(TimeProvider.System).OfDataset(source, settings, progress, cancellation), cancellation);
            Output.Line(json ? ReportJson.Render(report) : ReportText.Render(report));
            return ExitCode.Good;
        }
        catch (Exception wrong) when (wrong is DatasetException or ArgumentException)
        {
            throw new UsageException(wrong.Message);
        }
    }

    static async Task<int> OnHistoryAsync(Where where, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var job = await JobProgress.FollowAsync(
            session.Client, await session.Client.StartJobAsync("evaluate", cancellation), shown: !where.Json, cancellation);
        if (where.Json && job.Result is { } result)
        {
            Output.Json(JsonNode.Parse(result.GetRawText())!.AsObject());
        }
        else if (where.Json)
        {
            Output.Json(job, WireJson.Default.JobInfo);
        }
        else
        {
            Output.Line(job.Outcome ?? job.State);
        }

        return job.State == "done" ? ExitCode.Good : ExitCode.Failed;
    }

    sealed class NotedProgress : IProgress<string>
    {
        public void Report(string value) => Output.Note(value + " ...");
    }
}
