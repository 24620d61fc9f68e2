namespace Attune.Load.Telemetry;

/// <summary>Ratios of pairs taken side by side: their median, and an interval that holds the true one 95 times of a hundred.</summary>
/// <remarks>
/// The interval is between two order statistics: the true median lies below the k-th smallest of n with probability P(Bin(n, ½) &lt; k), whatever the
/// distribution. k is the largest for which twice that is 5 % at most; below six ratios there is none.
/// </remarks>
/// <param name="ratios">One a pair, in any order; at least one.</param>
public sealed class PairedRatios(IEnumerable<double> ratios)
{
    readonly double[] _sorted = [.. ratios.Order()];

    /// <summary>The middle one, or the mean of the middle two.</summary>
    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>From where to where; from nothing to infinity where there are too few.</summary>
    public (double From, double To) Interval
    {
        get
        {
            var (within, term, outside) = (0, Math.Pow(0.5, _sorted.Length), 0.0);
            while (within < _sorted.Length / 2 && 2 * (outside + term) <= 0.05)
            {
                outside += term;
                term *= (double)(_sorted.Length - within) / (within + 1);
                within++;
            }

            return within == 0 ? (0, double.PositiveInfinity) : (_sorted[within - 1], _sorted[^within]);
        }
    }
}
