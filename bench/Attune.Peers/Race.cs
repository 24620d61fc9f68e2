using System.Diagnostics;

namespace Attune.Peers;

/// <summary>One side of a race.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Prepare">Done before every round, not measured.</param>
/// <param name="Run">What is measured.</param>
sealed record Contender(string Name, Action Prepare, Action Run);

/// <summary>Median times of one contender.</summary>
/// <param name="Wall">On the clock.</param>
/// <param name="Cpu">Of all threads together.</param>
sealed record Timing(TimeSpan Wall, TimeSpan Cpu);

/// <summary>Measures contenders in turn, round after round, so that a disturbance of the machine meets all of them.</summary>
static class Race
{
    /// <summary>Returns each contender's median times. The first round warms up and does not count.</summary>
    public static IReadOnlyList<Timing> Run(IReadOnlyList<Contender> contenders, int repeats)
    {
        var times = contenders.Select(_ => new List<Timing>()).ToArray();
        for (var round = 0; round <= repeats; round++)
        {
            for (var number = 0; number < contenders.Count; number++)
            {
                contenders[number].Prepare();
                var time = Once(contenders[number].Run);
                if (round > 0)
                {
                    times[number].Add(time);
                }
            }
        }

        return [.. times.Select(all => new Timing(Median(all.Select(time => time.Wall)), Median(all.Select(time => time.Cpu))))];
    }

    /// <summary>The time of something done once.</summary>
    public static Timing Once(Action run)
    {
        var cpu = Cpu();
        var start = Stopwatch.GetTimestamp();
        run();
        return new Timing(Stopwatch.GetElapsedTime(start), Cpu() - cpu);
    }

    /// <summary>Ours is the first contender; a result for each of the others.</summary>
    /// <param name="what">What is raced for.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="repeats">Rounds that count.</param>
    /// <param name="remark">Of a peer's number (from 1), once all have run: quality, throughput.</param>
    /// <param name="contenders">Ours first.</param>
    public static IEnumerable<Result> Against(
        string what, int threads, int repeats, Func<int, IReadOnlyList<Timing>, string> remark, params IReadOnlyList<Contender> contenders)
    {
        var times = Run(contenders, repeats);
        return Enumerable.Range(1, contenders.Count - 1)
            .Select(peer => new Result(what, threads, contenders[peer].Name, times[0], times[peer], remark(peer, times)));
    }

    static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    static TimeSpan Median(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
