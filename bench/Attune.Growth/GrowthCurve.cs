using System.Globalization;

namespace Attune.Growth;

/// <summary>One model's cost as one thing grows.</summary>
/// <param name="Model">Which.</param>
/// <param name="Grown">What grows.</param>
/// <param name="Times">By how much: 1, 2, 4, 8, 16.</param>
/// <param name="Costs">At each.</param>
sealed record GrowthCurve(string Model, string Grown, IReadOnlyList<int> Times, IReadOnlyList<TrainingCost> Costs)
{
    /// <summary>b of cost ≈ a·timesᵇ by least squares in logarithms; NaN where a cost is too small to be told from 0.</summary>
    public double Exponent(Func<TrainingCost, double> cost)
    {
        if (Costs.Any(one => cost(one) <= 0))
        {
            return double.NaN;
        }

        var x = Times.Select(times => Math.Log(times)).ToArray();
        var y = Costs.Select(one => Math.Log(cost(one))).ToArray();
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    public string Row()
    {
        var time = string.Join(" · ", Costs.Select(cost => cost.CpuSeconds.ToString("0.00", CultureInfo.InvariantCulture)));
        var memory = string.Join(" · ", Costs.Select(cost => cost.PeakMegabytes.ToString("0", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Model} | {Grown} | {time} | {Exponent(cost => cost.CpuSeconds):0.00} | {memory} | {Exponent(cost => cost.PeakMegabytes):0.00} |");
    }
}
