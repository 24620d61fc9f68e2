namespace Attune.Load;

/// <summary>Durations of one run, in milliseconds, and their percentiles by the nearest-rank rule.</summary>
sealed class Latencies
{
    readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan took)
    {
        lock (_milliseconds)
        {
            _milliseconds.Add(took.TotalMilliseconds);
        }
    }

    /// <summary>The smallest duration that at least <paramref name="percent"/> per cent do not exceed; NaN of nothing.</summary>
    public double At(double percent)
    {
        if (_milliseconds.Count == 0)
        {
            return double.NaN;
        }

        _milliseconds.Sort();
        var rank = (int)Math.Ceiling(percent / 100 * _milliseconds.Count);
        return _milliseconds[Math.Clamp(rank, 1, _milliseconds.Count) - 1];
    }
}
