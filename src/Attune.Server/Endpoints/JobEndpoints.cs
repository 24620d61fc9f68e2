using System.Globalization;
using System.Text.Json;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Evaluating;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;
using Attune.Training;
using Attune.Tuning;

namespace Attune.Server.Endpoints;

/// <summary>Long work: started, watched, cancelled.</summary>
static class JobEndpoints
{
    const string Group = "Jobs";
    const int MostPath = 4_096;

    static readonly string[] Kinds = [TrainingRuns.Kind, HistoryEvaluation.Kind, HistoryTuning.Kind, WorkspaceBackups.Kind];

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/jobs", ListAsync, Job("Lists the jobs that run and the last that ended, newest first.") with { Answer = typeof(JobsAnswer) });
        routes.Map("GET", "/v1/jobs/{id}", FindAsync, Job("Shows a job.") with { Answer = typeof(JobInfo), Problems = [404] });
        routes.Map("POST", "/v1/jobs", StartAsync, Job("Starts a job; where one of the kind runs already, answers that one.") with
        {
            Remarks = "A backup is written into a directory of the server's machine: only attune backup on that machine, with the data directory in hand, may ask for one.",
            Body = typeof(JobStart),
            Answer = typeof(JobInfo),
            Status = StatusCodes.Status202Accepted,
            Problems = [413, 415],
        });
        routes.Map("POST", "/v1/jobs/{id}/cancel", CancelAsync, Job("Asks a job to stop; one that has ended stays as it is.") with
        {
            Answer = typeof(JobInfo),
            Problems = [404],
        });
        routes.Map("GET", "/v1/tuning", TuningAsync, Job("Shows what the last tuning tried, what it chose, and why.") with { Answer = typeof(TuningInfo), Problems = [404] });
    }

    static EndpointDescription Job(string summary) => new() { Group = Group, Summary = summary, Scope = ApiScope.Write };

    static Task ListAsync(HttpContext context)
    {
        var jobs = Caller.Of(context).Tenant.Workspace.Jobs.List().Select(Info).ToList();
        return JsonAnswer.WriteAsync(context, new JobsAnswer(jobs), WireJson.Default.JobsAnswer);
    }

    static Task FindAsync(HttpContext context) => AnswerAsync(context, static (_, _) => { });

    static Task CancelAsync(HttpContext context) => AnswerAsync(context, static (board, id) => board.Cancel(id));

    static Task AnswerAsync(HttpContext context, Action<JobBoard, string> act)
    {
        var board = Caller.Of(context).Tenant.Workspace.Jobs;
        var id = context.Request.RouteValues["id"] as string ?? "";
        act(board, id);
        return board.TryFind(id, out var job)
            ? JsonAnswer.WriteAsync(context, Info(job.Status), WireJson.Default.JobInfo)
            : ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"There is no job '{Faults.Cut(id)}'; only the last {JobBoard.DefaultHistory} are kept."));
    }

    static async Task TuningAsync(HttpContext context)
    {
        var json = await Caller.Of(context).Tenant.Workspace.Tunings.ReadAsync(context.RequestAborted);
        await (json is null
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound("Nothing was tuned yet; POST /v1/jobs with the kind tune does."))
            : JsonAnswer.WriteAsync(context, JsonSerializer.Deserialize(json, WireJson.Default.TuningInfo)!, WireJson.Default.TuningInfo));
    }

    static Task StartAsync(HttpContext context) => JsonBody.WithAsync(context, Read, asked => StartAsync(context, asked));

    static Asked Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("kind", "budgetSeconds", "directory");
        var kind = fields.Text("kind", 40, required: true);
        if (kind is not null && !Kinds.Contains(kind))
        {
            faults.Add("kind", kind, $"One of: {string.Join(", ", Kinds)}.", null, NearestName.Of(kind, Kinds));
        }

        var budget = fields.Integer("budgetSeconds", 1, 86_400);
        if (budget is not null && kind is not null and not HistoryTuning.Kind)
        {
            faults.Add("budgetSeconds", budget.Value.ToString(CultureInfo.InvariantCulture), "Only with the kind tune.");
        }

        var directory = fields.Text("directory", MostPath, required: kind == WorkspaceBackups.Kind);
        if (directory is not null && (kind != WorkspaceBackups.Kind || !Path.IsPathFullyQualified(directory)))
        {
            faults.Add("directory", directory, "A full path, and only with the kind backup.");
        }

        return new(kind, budget is { } seconds ? TimeSpan.FromSeconds(seconds) : null, directory);
    }

    static async Task StartAsync(HttpContext context, Asked asked)
    {
        if (asked.Directory is not null && !Caller.Of(context).IsOwner)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Forbidden("A backup is written by the command line on the server's machine: attune backup --data DIR --to DIR."));
            return;
        }

        var workspace = Caller.Of(context).Tenant.Workspace;
        var job = asked.Kind switch
        {
            HistoryEvaluation.Kind => workspace.StartEvaluation(),
            HistoryTuning.Kind => workspace.StartTuning(asked.Budget),
            WorkspaceBackups.Kind => workspace.StartBackup(asked.Directory!),
            _ => workspace.StartTraining(),
        };
        await JsonAnswer.WriteAsync(context, Info(job.Status), WireJson.Default.JobInfo, StatusCodes.Status202Accepted);
    }

    static JobInfo Info(JobStatus status) => new()
    {
        Id = status.Id,
        Kind = status.Kind,
        State = status.State.ToString().ToLowerInvariant(),
        Progress = status.Progress,
        Stage = status.Stage,
        StartedAt = status.Started.ToDateTimeOffset(),
        EndedAt = status.Ended?.ToDateTimeOffset(),
        Outcome = status.Outcome,
        Result = status.Result is { } result ? JsonSerializer.Deserialize(result, WireJson.Default.JsonElement) : null,
    };

    sealed record Asked(string? Kind, TimeSpan? Budget, string? Directory);
}
