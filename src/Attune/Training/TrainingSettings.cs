using Attune.Learning.Factors;
using Attune.Learning.Neighbors;
using Attune.Operating;

namespace Attune.Training;

/// <summary>How a generation is trained, judged and kept. Every setting of training is here.</summary>
public sealed record TrainingSettings
{
    /// <summary>Numbers in an item's vector. 8 to 512, a multiple of 8; default 64.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How often iALS solves users and items once each. 1 to 200; default 16.</summary>
    public int Sweeps { get; init; } = 16;

    /// <summary>
    /// α₀ of iALS, see <see cref="IalsSettings.UnobservedWeight"/>, in mean strengths of the data. Above 0, to 10; or 0
    /// (default) = 1 000 / items, at least 0.01 and at most 1: the more items there are, the less each is passed over knowingly.
    /// </summary>
    public double UnobservedWeight { get; init; }

    /// <summary>λ of iALS, see <see cref="IalsSettings.Regularization"/>. Above 0, to 10; default 0.008.</summary>
    public double Regularization { get; init; } = 0.008;

    /// <summary>ν of iALS, see <see cref="IalsSettings.FrequencyExponent"/>. 0 to 1; default 1.</summary>
    public double FrequencyExponent { get; init; } = 1;

    /// <summary>Longest list of similar items. 1 to 1 000; default 100.</summary>
    public int Neighbors { get; init; } = 100;

    /// <summary>Keeps a resemblance seen in few users small, see <see cref="NeighborSettings.Shrinkage"/>. 0 to 1 000; default 2.</summary>
    public double Shrinkage { get; init; } = 2;

    /// <summary>How much less a pair says for being one of many of its user, see <see cref="NeighborSettings.UserExponent"/>. 0 to 2; default 1.</summary>
    public double UserExponent { get; init; } = 1;

    /// <summary>
    /// Half-lives of the event weights are multiplied by this when training strengths fade with age. 0.01 to 1 000; 0 = no
    /// fading; default 1.
    /// </summary>
    public double HalfLifeScale { get; init; } = 1;

    /// <summary>After this long an event counts half in popularity. 1 hour to 3 650 days; default 7 days.</summary>
    public TimeSpan PopularityHalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// What is taken up more, or less, than it used to be ranks higher, or lower, in all models: "now" has this half-life (ADR
    /// 0010). 1 hour to 3 650 days, or 0 = no such correction; default 7 days.
    /// </summary>
    public TimeSpan TrendHalfLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The trend is raised to this power: 0 = none, 1 = in full. 0 to 2; default 1.</summary>
    public double TrendExponent { get; init; } = 1;

    /// <summary>Share of the events, the latest, that the backtest holds out. 0.01 to 0.5; default 0.1.</summary>
    public double HoldOut { get; init; } = 0.1;

    /// <summary>Length of the lists that the backtest judges. 1 to 100; default 20.</summary>
    public int CutOff { get; init; } = 20;

    /// <summary>Most users asked in the backtest; of more, a seeded sample. 10 to 1 000 000; default 10 000.</summary>
    public int MostQuestions { get; init; } = 10_000;

    /// <summary>Fewest users asked for two generations to be compared. 2 to 10 000; default 50.</summary>
    public int FewestQuestions { get; init; } = 50;

    /// <summary>Fewest events with an item, of some strength, for a training. 2 to 1 000 000; default 100.</summary>
    public int FewestEvents { get; init; } = 100;

    /// <summary>How many generations are kept, the newest included. 1 to 100; default 5.</summary>
    public int Keep { get; init; } = 5;

    /// <summary>
    /// At most this many generations in a row, the first included, go on from the vectors of the one before; the next begins
    /// from scratch. 1 to 1 000; default 10; 1 = every one begins from scratch (ADR 0014).
    /// </summary>
    public int LongestLineage { get; init; } = 10;

    /// <summary>Users, the most recently active, whose lists are computed ahead. 0 to 10 000 000; default 10 000.</summary>
    public int PrecomputedUsers { get; init; } = 10_000;

    /// <summary>The seed of every random choice. Any number; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; 0 = every processor. 0 to 1 024; default 0. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// About how much memory the events of a training may take, in bytes, at 160 each; of more events a share of the users is
    /// read, always the same ones (<see cref="History.UserSample"/>). 1 MiB to 16 TiB; null, the default, for no limit.
    /// </summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What decides what the models become, by name: for the manifest and the file.</summary>
    internal IReadOnlyDictionary<string, double> OfModels => new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        ["ials.factors"] = Factors,
        ["ials.sweeps"] = Sweeps,
        ["ials.unobservedWeight"] = UnobservedWeight,
        ["ials.regularization"] = Regularization,
        ["ials.frequencyExponent"] = FrequencyExponent,
        ["itemToItem.neighbors"] = Neighbors,
        ["itemToItem.shrinkage"] = Shrinkage,
        ["itemToItem.userExponent"] = UserExponent,
        ["halfLifeScale"] = HalfLifeScale,
        ["trend.halfLifeDays"] = TrendHalfLife.TotalDays,
        ["trend.exponent"] = TrendExponent,
        ["popularity.halfLifeDays"] = PopularityHalfLife.TotalDays,
    };

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("training")
        .Within(Factors, 8, 512)
        .Must(Factors % 8 == 0, nameof(Factors), $"{Factors}; it must be a multiple of 8.")
        .Within(Sweeps, 1, 200)
        .Must(UnobservedWeight is 0 or (>= 1e-6 and <= 10), nameof(UnobservedWeight), $"{UnobservedWeight}; it must be 0 or 0.000001 to 10.")
        .Within(Regularization, 1e-9, 10)
        .Within(FrequencyExponent, 0, 1)
        .Within(Neighbors, 1, 1_000)
        .Within(Shrinkage, 0, 1_000)
        .Within(UserExponent, 0, 2)
        .Must(HalfLifeScale is 0 or (>= 0.01 and <= 1_000), nameof(HalfLifeScale), $"{HalfLifeScale}; it must be 0 or 0.01 to 1000.")
        .Within(PopularityHalfLife, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650))
        .Must(
            TrendHalfLife == TimeSpan.Zero || (TrendHalfLife >= TimeSpan.FromHours(1) && TrendHalfLife <= TimeSpan.FromDays(3_650)),
            nameof(TrendHalfLife),
            $"{TrendHalfLife}; it must be 0 or 1 hour to 3650 days.")
        .Within(TrendExponent, 0, 2)
        .Within(HoldOut, 0.01, 0.5)
        .Within(CutOff, 1, 100)
        .Within(MostQuestions, 10, 1_000_000)
        .Within(FewestQuestions, 2, 10_000)
        .Within(FewestEvents, 2, 1_000_000)
        .Within(Keep, 1, 100)
        .Within(LongestLineage, 1, 1_000)
        .Within(PrecomputedUsers, 0, 10_000_000)
        .Within(Threads, 0, 1_024)
        .Must(MemoryBytes is null or (>= 1L << 20 and <= 1L << 44), nameof(MemoryBytes), $"{MemoryBytes}; it must be null or 1 MiB to 16 TiB.")
        .Found;
}
