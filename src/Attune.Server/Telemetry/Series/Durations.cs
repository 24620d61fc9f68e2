using Attune.Client.Wire;

namespace Attune.Server.Telemetry.Series;

/// <summary>How many measurements fell into each bucket of a histogram.</summary>
/// <param name="Bounds">Upper bounds in seconds, ascending.</param>
/// <param name="Counts">One more than there are bounds: the last is of what lies above all.</param>
readonly record struct Durations(IReadOnlyList<double> Bounds, long[] Counts)
{
    const double MillisecondsInSecond = 1000;

    /// <summary>What came since: this less what there was before.</summary>
    public Durations Since(Durations before) =>
        before.Counts is null || before.Counts.Length != Counts.Length
            ? this
            : this with { Counts = [.. Counts.Zip(before.Counts, (now, then) => Math.Max(0, now - then))] };

    /// <summary>Its percentiles; null where nothing was measured.</summary>
    public SeriesTimes? Times()
    {
        var total = Counts?.Sum() ?? 0;
        return total == 0 ? null : new SeriesTimes(At(0.5, total), At(0.95, total), At(0.99, total));
    }

    // Within a bucket measurements are taken as spread evenly. Above the last bound nothing is known but that: the bound it is.
    double At(double part, long total)
    {
        var wanted = part * total;
        var below = 0L;
        for (var bucket = 0; bucket < Bounds.Count; bucket++)
        {
            if (below + Counts[bucket] >= wanted)
            {
                var lower = bucket == 0 ? 0 : Bounds[bucket - 1];
                return (lower + ((Bounds[bucket] - lower) * (wanted - below) / Counts[bucket])) * MillisecondsInSecond;
            }

            below += Counts[bucket];
        }

        return Bounds[^1] * MillisecondsInSecond;
    }
}
