namespace Attune.Cluster.Redis;

/// <summary>How long to wait before another try: doubling from 10 ms to a quarter of a second, each drawn from its half to one and a half.</summary>
sealed class RedisBackoff(int seed)
{
    const int First = 10;
    const int Longest = 250;

    readonly Random _random = new(seed);
    readonly Lock _gate = new();

    /// <summary>The wait after so many failures in a row, 0 being the first.</summary>
    public TimeSpan After(int failures)
    {
        lock (_gate)
        {
            return TimeSpan.FromMilliseconds(Math.Min(Longest, First << Math.Min(failures, 10)) * (0.5 + _random.NextDouble()));
        }
    }
}
