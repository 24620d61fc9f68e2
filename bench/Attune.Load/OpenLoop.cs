using System.Diagnostics;

namespace Attune.Load;

/// <summary>Sends requests at instants fixed beforehand, whether or not earlier ones have been answered.</summary>
/// <remarks>
/// A request's latency counts from the instant it was due, not from when it was sent: a server that stalls is charged for
/// everything that should have been asked meanwhile (no coordinated omission).
/// </remarks>
static class OpenLoop
{
    /// <summary>What a run showed.</summary>
    /// <param name="Latencies">Of the requests that were answered well.</param>
    /// <param name="Failures">Requests answered otherwise, or not at all.</param>
    /// <param name="Achieved">Requests answered well a second.</param>
    public sealed record Outcome(Latencies Latencies, int Failures, double Achieved);

    public static async Task<Outcome> RunAsync(
        double perSecond, TimeSpan duration, Func<int, CancellationToken, Task<bool>> send, CancellationToken cancellation)
    {
        var latencies = new Latencies();
        var failures = 0;
        var total = (int)(perSecond * duration.TotalSeconds);
        var under = new List<Task>(total);
        var begin = Stopwatch.GetTimestamp();

        // A thread of its own that sleeps by the kernel's clock: timers come up to a millisecond late, and spinning would
        // take a whole core from the server.
        await Task.Factory.StartNew(
            () =>
            {
                for (var number = 0; number < total && !cancellation.IsCancellationRequested; number++)
                {
                    var due = begin + (long)(number * (Stopwatch.Frequency / perSecond));
                    Pace.Until(due);
                    under.Add(OneAsync(number, due));
                }
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await Task.WhenAll(under);
        cancellation.ThrowIfCancellationRequested();
        var elapsed = Stopwatch.GetElapsedTime(begin);
        return new Outcome(latencies, failures, latencies.Count / elapsed.TotalSeconds);

        async Task OneAsync(int number, long due)
        {
            try
            {
                if (await send(number, cancellation))
                {
                    latencies.Add(Stopwatch.GetElapsedTime(due));
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Counted below with the answers that were not good.
            }

            Interlocked.Increment(ref failures);
        }
    }

    /// <summary>Callers that each ask again as soon as they are answered: for throughput, never for latency.</summary>
    public static async Task<(long Done, TimeSpan Elapsed)> SaturateAsync(
        int callers, TimeSpan duration, Func<int, CancellationToken, Task<long>> send, CancellationToken cancellation)
    {
        long done = 0;
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            await Task.Yield();
            while (Stopwatch.GetElapsedTime(begin) < duration && !cancellation.IsCancellationRequested)
            {
                Interlocked.Add(ref done, await send(caller, cancellation));
            }
        }));
        return (done, Stopwatch.GetElapsedTime(begin));
    }
}
