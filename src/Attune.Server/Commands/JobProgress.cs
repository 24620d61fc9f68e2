using Attune.Client;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary>Follows a job of the server until it ends; cancelling the verb cancels the job.</summary>
static class JobProgress
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static Task<JobInfo> FollowAsync(AttuneClient client, JobInfo job, bool shown, CancellationToken cancellation) =>
        ProgressBar.ShowAsync(job.Kind switch { "train" => "Training", "tune" => "Tuning", "backup" => "Copying", _ => "Evaluating" }, shown, async progress =>
        {
            try
            {
                while (job.State == "running")
                {
                    await Task.Delay(Interval, cancellation);
                    job = await client.JobAsync(job.Id, cancellation);
                    progress.Report((job.Progress, job.Stage));
                }
            }
            catch (OperationCanceledException)
            {
                await client.CancelJobAsync(job.Id, CancellationToken.None);
                throw;
            }

            return job;
        });
}
