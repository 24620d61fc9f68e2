using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>iALS, users folded in.</summary>
/// <remarks>
/// The unobserved weight is relative to the mean strength of a pair, so that it means the same for data of any weights: with
/// strengths of 5 throughout the model is the one of strengths of 1.
/// </remarks>
sealed record FactorTrial : ISizedTrial
{
    internal static TrialFamily Family { get; } = new(
        "ials",
        [
            ("ials.sweeps", new IalsSettings().Sweeps),
            ("ials.unobservedWeight", new IalsSettings().UnobservedWeight),
            ("ials.regularization", new IalsSettings().Regularization),
            ("ials.frequencyExponent", new IalsSettings().FrequencyExponent),
            ("ials.halfLifeDays", 0),
        ],
        request => request.Factors.Select(factors => Of(request, factors)),
        TrialSlot.Taste);

    const int MostFactors = 1024;

    // Stopping early regularises: fewer sweeps are not only cheaper.
    static readonly float[] SweepCounts = [4, 6, 8, 16, 32];

    static readonly float[] UnobservedWeights = [0.004f, 0.0075f, 0.015f, 0.03f, 0.06f, 0.1f, 0.2f, 0.4f, 1];

    static readonly float[] Regularizations = [0.0005f, 0.001f, 0.002f, 0.004f, 0.008f, 0.016f, 0.03f, 0.06f];

    public string Name => $"ials-{Ials.Factors}";

    internal IalsSettings Ials { get; init; } = new();

    /// <summary>Half-life of strengths, in train and in the history, in days; 0 for none.</summary>
    internal double HalfLifeDays { get; init; }

    internal TrendSettings Trend { get; init; } = new();

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("factors", Ials.Factors),
        ("sweeps", Ials.Sweeps),
        ("unobservedWeight", Ials.UnobservedWeight),
        ("regularization", Ials.Regularization),
        ("frequencyExponent", Ials.FrequencyExponent),
        ("halfLifeDays", HalfLifeDays),
        .. Trend.Listed,
        ("seed", Ials.Seed),
    ];

    public int Size => Ials.Factors;

    public ITrialModel? WithSize(int size) => size <= MostFactors ? this with { Ials = Ials with { Factors = size } } : null;

    public ITrialModel WithSeed(int seed) => this with { Ials = Ials with { Seed = seed } };

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var halfLife = HalfLifeDays > 0 ? HalfLives.Micros(HalfLifeDays) : HistoryWeights.NoFading;
        var matrix = (HalfLifeDays > 0 ? split.Train.Faded(split.Now, halfLife) : split.Train).ToMatrix();
        var mean = matrix.NonZeros == 0 ? 1 : matrix.Values.ToArray().Average();
        var settings = Ials with { UnobservedWeight = Ials.UnobservedWeight * mean };
        var factors = Learning.Factors.Ials.Train(matrix, settings, null, cancellation);
        return Trend.Apply(new FactorScorer(factors, Name, split.Now, halfLife), split);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed)
    {
        return CoordinateSearch.Run<FactorTrial>(
            this,
            [
                trial => Near(UnobservedWeights, trial.Ials.UnobservedWeight).Select(value => trial with { Ials = trial.Ials with { UnobservedWeight = value } }),
                trial => Near(Regularizations, trial.Ials.Regularization).Select(value => trial with { Ials = trial.Ials with { Regularization = value } }),
                trial => Near(SweepCounts, trial.Ials.Sweeps).Select(value => trial with { Ials = trial.Ials with { Sweeps = (int)value } }),
                trial => (timed ? HalfLives.Long : []).Select(days => trial with { HalfLifeDays = days }),
                trial => (timed ? trial.Trend.OtherHalfLives() : []).Select(trend => trial with { Trend = trend }),
                trial => trial.Trend.OtherExponents().Select(trend => trial with { Trend = trend }),
                trial => trial.Trend.OtherPriors().Select(trend => trial with { Trend = trend }),
            ],
            figure,
            passes: 6).Settings;
    }

    // One step up and one down: the figure has one top in each, and a training on much data is dear.
    static IEnumerable<float> Near(float[] grid, float value)
    {
        var above = Array.FindIndex(grid, step => step > value * 1.001f);
        var below = Array.FindLastIndex(grid, step => step < value * 0.999f);
        return [.. below >= 0 ? [grid[below]] : Array.Empty<float>(), .. above >= 0 ? [grid[above]] : Array.Empty<float>()];
    }

    static FactorTrial Of(TrialRequest request, int factors) => new()
    {
        Ials = new IalsSettings
        {
            Factors = factors,
            Sweeps = (int)request.Of("ials.sweeps"),
            UnobservedWeight = request.Of("ials.unobservedWeight"),
            Regularization = request.Of("ials.regularization"),
            FrequencyExponent = request.Of("ials.frequencyExponent"),
            Seed = request.Seed,
            Threads = request.Threads,
        },
        HalfLifeDays = request.Timed ? request.Of("ials.halfLifeDays") : 0,
        Trend = request.Trend,
    };
}
