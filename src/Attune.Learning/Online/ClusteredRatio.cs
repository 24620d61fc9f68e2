using Attune.Learning.Evaluation;

namespace Attune.Learning.Online;

/// <summary>Σ weight × reward / Σ weight over choices that come in groups, and how far chance may have moved it.</summary>
/// <remarks>
/// <para>With weight = target / propensity it is <see cref="OffPolicy.Snips"/>; with 1 and 0 the mean of the choices kept.</para>
/// <para><b>Interval.</b> The delta method over groups, which are taken to be independent where the choices of one are not: with value v and
/// u(g) = Σ weight × (reward − v) over a group's choices, the error is √(G / (G − 1) · Σ u(g)²) / Σ weight over G groups (Cochran,
/// "Sampling Techniques", 1977, 6.3). 95 % is 1.96 of it to either side; a single group has none.</para>
/// </remarks>
public sealed class ClusteredRatio
{
    readonly Dictionary<int, (double Weight, double Reward)> _groups = [];
    double _weight;
    double _reward;

    /// <summary>Choices added with a weight above 0.</summary>
    public int Counted { get; private set; }

    /// <summary>Σ weight × reward / Σ weight; 0 where nothing weighs anything.</summary>
    public double Value => _weight > 0 ? _reward / _weight : 0;

    /// <summary>The value with its interval.</summary>
    public Estimate Estimate => Around(Value, Error(group => InfluenceOf(group)));

    /// <summary>Adds a choice.</summary>
    /// <param name="group">Who chose.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="reward">What came of it.</param>
    public void Add(int group, double weight, double reward)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        var (weights, rewards) = _groups.GetValueOrDefault(group);
        _groups[group] = (weights + weight, rewards + (weight * reward));
        _weight += weight;
        _reward += weight * reward;
        Counted += weight > 0 ? 1 : 0;
    }

    /// <summary>This less another over the same groups, with the interval of the difference: what both owe to a group falls out.</summary>
    public Estimate Less(ClusteredRatio other) =>
        Around(Value - other.Value, Error(group => InfluenceOf(group) - other.InfluenceOf(group)));

    double InfluenceOf(int group) =>
        _weight > 0 && _groups.TryGetValue(group, out var sums) ? (sums.Reward - (Value * sums.Weight)) / _weight : 0;

    double Error(Func<int, double> influence)
    {
        var (squares, count) = (0.0, _groups.Count);
        foreach (var group in _groups.Keys)
        {
            squares += influence(group) * influence(group);
        }

        return count > 1 ? Math.Sqrt(squares * count / (count - 1)) : 0;
    }

    static Estimate Around(double value, double error) => new(value, value - (1.96 * error), value + (1.96 * error));
}
