using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune train</c>: trains a generation now and says whether it was published, and why.</summary>
static class TrainCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var command = new Verb(
            "train",
            "Train a generation now and publish it if it is no worse than the one in service.",
            "attune train --data ./data");
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(where.Read(parsed), cancellation));
        return command;
    }

    static async Task<int> RunAsync(Where where, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var job = await JobProgress.FollowAsync(
            session.Client, await session.Client.StartJobAsync("train", cancellation), shown: !where.Json, cancellation);
        if (where.Json)
        {
            Output.Json(job, WireJson.Default.JobInfo);
        }
        else
        {
            Output.Line(job.Outcome ?? job.State);
        }

        return job.State == "done" ? ExitCode.Good : ExitCode.Failed;
    }
}
