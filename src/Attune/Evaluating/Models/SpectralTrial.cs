using Attune.Learning.Evaluation;
using Attune.Learning.Spectral;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>The strongest components of the interactions, users projected on them.</summary>
sealed record SpectralTrial : ITrialModel
{
    static readonly int[] Sizes = [32, 64, 128, 256, 512, 1024];

    static readonly float[] PopularityExponents = [0.3f, 0.4f, 0.5f, 0.6f];

    static readonly float[] FilterExponents = [0, 0.25f, 0.5f, 1, 2];

    static readonly float[] UserExponents = [0.35f, 0.5f, 0.65f];

    static readonly float[] Recencies = [1, 0.98f, 0.95f, 0.9f, 0.8f];

    internal static TrialFamily Family { get; } = new(
        "spectral",
        [
            ("spectral.factors", 256),
            ("spectral.userExponent", new SpectralSettings().UserExponent),
            ("spectral.itemExponent", new SpectralSettings().ItemExponent),
            ("spectral.popularityExponent", 0.5),
            ("spectral.filterExponent", 0.5),
            ("spectral.halfLifeDays", 0),
            ("spectral.recency", 1),
        ],
        request => [Of(request)],
        TrialSlot.Taste);

    public string Name => "spectral";

    internal SpectralSettings Spectrum { get; init; } = new();

    /// <summary>How many of the spectrum's components are used.</summary>
    internal int Factors { get; init; } = 256;

    internal float PopularityExponent { get; init; } = 0.5f;

    internal float FilterExponent { get; init; } = 0.5f;

    /// <summary>Half-life of strengths, in train and in the history, in days; 0 for none.</summary>
    internal double HalfLifeDays { get; init; }

    /// <summary>What an item of a history counts less for every more recent one; 1 for nothing.</summary>
    internal float Recency { get; init; } = 1;

    internal TrendSettings Trend { get; init; } = new();

    /// <summary>Shared by all trials made of this one: models of one spectrum differ only in what is done with it.</summary>
    internal SpectrumShelf Shelf { get; init; } = new();

    public IReadOnlyList<(string Name, double Value)> Settings =>
    [
        ("spectral.factors", Factors),
        ("spectral.userExponent", Spectrum.UserExponent),
        ("spectral.itemExponent", Spectrum.ItemExponent),
        ("spectral.popularityExponent", PopularityExponent),
        ("spectral.filterExponent", FilterExponent),
        ("spectral.halfLifeDays", HalfLifeDays),
        ("spectral.recency", Recency),
        .. Trend.Listed,
        ("seed", Spectrum.Seed),
    ];

    public ITrialModel WithSeed(int seed) => this with { Spectrum = Spectrum with { Seed = seed } };

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var halfLife = HalfLifeDays > 0 ? HalfLives.Micros(HalfLifeDays) : HistoryWeights.NoFading;
        var spectrum = Shelf.Of(split, Spectrum with { Components = Factors }, halfLife, cancellation);
        var model = SpectralTaste.From(spectrum, Factors, PopularityExponent, FilterExponent);
        return Trend.Apply(new FactorScorer(model.Items, Name, split.Now, halfLife, model.FoldIn, Recency), split);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed) => CoordinateSearch.Run<SpectralTrial>(
        this,
        [
            trial => Sizes.Where(size => size >= trial.Factors / 2 && size <= trial.Factors * 2).Select(size => trial with { Factors = size }),
            trial => PopularityExponents.Select(value => trial with { PopularityExponent = value }),
            trial => FilterExponents.Select(value => trial with { FilterExponent = value }),
            trial => UserExponents.Select(value => trial with { Spectrum = trial.Spectrum with { UserExponent = value } }),
            trial => Recencies.Select(value => trial with { Recency = value }),
            trial => (timed ? HalfLives.Long : []).Select(days => trial with { HalfLifeDays = days }),
            trial => (timed ? trial.Trend.OtherHalfLives() : []).Select(trend => trial with { Trend = trend }),
            trial => trial.Trend.OtherExponents().Select(trend => trial with { Trend = trend }),
        ],
        figure,
        passes: 4).Settings;

    static SpectralTrial Of(TrialRequest request) => new()
    {
        Spectrum = new SpectralSettings
        {
            UserExponent = request.Of("spectral.userExponent"),
            ItemExponent = request.Of("spectral.itemExponent"),
            Seed = request.Seed,
            Threads = request.Threads,
        },
        Factors = (int)request.Of("spectral.factors"),
        PopularityExponent = request.Of("spectral.popularityExponent"),
        FilterExponent = request.Of("spectral.filterExponent"),
        HalfLifeDays = request.Timed ? request.Of("spectral.halfLifeDays") : 0,
        Recency = request.Of("spectral.recency"),
        Trend = request.Trend,
    };
}
