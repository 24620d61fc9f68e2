using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Attune.Operating.Jobs;

/// <summary>The long pieces of work of one workspace: started here, watched here, cancelled here.</summary>
/// <remarks>
/// <para><b>One of a kind.</b> Two trainings at once would only slow each other down: a second start of a running kind
/// starts nothing and gives the running job.</para>
/// <para><b>Cancellation</b> is a request: the work is expected to heed its token within a second.</para>
/// <para><b>Bounds.</b> The last <c>history</c> ended jobs are kept; as many jobs run as there are kinds.</para>
/// <para><b>Concurrency.</b> Every member may be called from any thread.</para>
/// </remarks>
public sealed class JobBoard : IAsyncDisposable
{
    /// <summary>How many ended jobs are kept unless told otherwise.</summary>
    public const int DefaultHistory = 100;

    readonly TimeProvider _clock;
    readonly int _history;
    readonly Lock _gate = new();
    readonly List<Job> _jobs = [];
    int _lastNumber;
    bool _closed;

    /// <summary>An empty board.</summary>
    /// <param name="clock">Tells when jobs begin and end.</param>
    /// <param name="history">How many ended jobs are kept, 1 or more.</param>
    public JobBoard(TimeProvider clock, int history = DefaultHistory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        _clock = clock;
        _history = history;
    }

    /// <summary>Starts work of a kind, or gives the job of that kind that is running.</summary>
    /// <inheritdoc cref="TryStart"/>
    public Job Start(string kind, Func<JobContext, CancellationToken, Task<string>> run)
    {
        TryStart(kind, run, out var job);
        return job;
    }

    /// <summary>Starts work of a kind unless one runs.</summary>
    /// <param name="kind">What it does: lower-case words, as <c>train</c>.</param>
    /// <param name="run">The work; its text is the outcome, one sentence for people.</param>
    /// <param name="job">The job started, or the one that was running.</param>
    /// <returns>False where one was running.</returns>
    /// <exception cref="ObjectDisposedException">The board is closed.</exception>
    public bool TryStart(string kind, Func<JobContext, CancellationToken, Task<string>> run, out Job job)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (Running(kind) is { } running)
            {
                job = running;
                return false;
            }

            _lastNumber++;
            var id = string.Create(CultureInfo.InvariantCulture, $"job-{_lastNumber}");
            job = new Job(id, kind, _clock, new CancellationTokenSource());
            _jobs.Add(job);
        }

        var started = job;
        _ = Task.Run(() => started.RunAsync(run, Ended), CancellationToken.None);
        return true;
    }

    /// <summary>Every job running and the last that ended, newest first.</summary>
    public IReadOnlyList<JobStatus> List()
    {
        lock (_gate)
        {
            return [.. _jobs.AsEnumerable().Reverse().Select(job => job.Status)];
        }
    }

    /// <summary>The job with an id; false where there is none, or it ended too long ago.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Job? job)
    {
        lock (_gate)
        {
            job = _jobs.Find(candidate => candidate.Id == id);
            return job is not null;
        }
    }

    /// <summary>Asks a job to stop; false where there is no such job or it has ended.</summary>
    public bool Cancel(string id) => TryFind(id, out var job) && job.Cancel();

    /// <summary>Cancels every running job and waits until all have ended. Nothing starts any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Job[] jobs;
        lock (_gate)
        {
            _closed = true;
            jobs = [.. _jobs];
        }

        // Outside the lock: cancelling runs the registrations of whoever waits on the token.
        foreach (var job in jobs)
        {
            job.Cancel();
        }

        await Task.WhenAll(jobs.Select(job => job.Completion));
    }

    Job? Running(string kind) => _jobs.Find(job => job.Kind == kind && job.Status.State == JobState.Running);

    void Ended()
    {
        lock (_gate)
        {
            var ended = _jobs.Where(candidate => candidate.Status.State != JobState.Running).ToList();
            foreach (var old in ended.Take(ended.Count - _history))
            {
                _jobs.Remove(old);
            }
        }
    }
}
