using Attune.Events;

namespace Attune.Operating.Jobs;

/// <summary>One piece of long work: its state for those who watch, and its end for those who wait.</summary>
/// <remarks>The status is one immutable record swapped whole: a reader never sees a half of it. Once ended it never changes.</remarks>
public sealed class Job
{
    readonly TimeProvider _clock;
    // Has no timer and is linked to nothing, so there is nothing to dispose of; Cancel may come at any time.
    readonly CancellationTokenSource _stop;
    readonly TaskCompletionSource<JobStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    JobStatus _status;

    internal Job(string id, string kind, TimeProvider clock, CancellationTokenSource stop)
    {
        _clock = clock;
        _stop = stop;
        _status = new JobStatus
        {
            Id = id,
            Kind = kind,
            State = JobState.Running,
            Progress = 0,
            Stage = "starting",
            Started = EventTime.Now(clock),
        };
    }

    /// <summary>Its identity within the board.</summary>
    public string Id => _status.Id;

    /// <summary>What it does.</summary>
    public string Kind => _status.Kind;

    /// <summary>Where it stands now.</summary>
    public JobStatus Status => Volatile.Read(ref _status);

    /// <summary>Ends with the job, with its last status; never fails.</summary>
    public Task<JobStatus> Completion => _ended.Task;

    /// <summary>Asks it to stop; false where it has ended already.</summary>
    internal bool Cancel()
    {
        if (Status.State != JobState.Running)
        {
            return false;
        }

        _stop.Cancel();
        return true;
    }

    internal void Report(double progress, string? stage)
    {
        var clamped = double.IsNaN(progress) ? 0 : Math.Clamp(progress, 0, 1);
        Change(status => status with { Progress = clamped, Stage = stage ?? status.Stage });
    }

    internal void SetResult(string? json) => Change(status => status with { Result = json });

    /// <summary>Runs the work to its end, whatever that is.</summary>
    internal async Task RunAsync(Func<JobContext, CancellationToken, Task<string>> run, Action ended)
    {
        var (state, outcome) = await OutcomeOfAsync(run);
        Change(status => status with
        {
            State = state,
            Outcome = outcome,
            Ended = EventTime.Now(_clock),
            Progress = state == JobState.Done ? 1 : status.Progress,
        });

        // The board first: whoever awaited the end may start the next of this kind at once.
        ended();
        _ended.SetResult(Status);
    }

    // The edge of a job: whatever it throws becomes its outcome, so that no failure is lost and none takes the process down.
    async Task<(JobState State, string Outcome)> OutcomeOfAsync(Func<JobContext, CancellationToken, Task<string>> run)
    {
        try
        {
            return (JobState.Done, await run(new JobContext(this), _stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return (JobState.Cancelled, $"Cancelled while {Status.Stage}.");
        }
        catch (Exception fault)
        {
            // An argument's name says nothing to who started the job.
            return (JobState.Failed, fault.Message.Split(" (Parameter '")[0]);
        }
    }

    void Change(Func<JobStatus, JobStatus> change)
    {
        JobStatus before;
        do
        {
            before = Status;
            if (before.State != JobState.Running)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _status, change(before), before) != before);
    }
}
