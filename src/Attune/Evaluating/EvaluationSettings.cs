using Attune.Events;
using Attune.Tuning;

namespace Attune.Evaluating;

/// <summary>What is evaluated and how; what a data set's format decides is not asked here.</summary>
public sealed record EvaluationSettings
{
    /// <summary>The models there are, by the names <see cref="Models"/> takes.</summary>
    public static IReadOnlyList<string> KnownModels { get; } = [.. Evaluating.Models.TrialModels.Families.Select(family => family.Name)];

    /// <summary>Which models, in the order of the table; default all. <c>popular-decayed</c> is passed over where there are no times.</summary>
    public IReadOnlyList<string> Models { get; init; } = KnownModels;

    /// <summary>Sizes of iALS, a row each, 1 to 1024; default 64. A race begins with the first and doubles it while that pays.</summary>
    public IReadOnlyList<int> Factors { get; init; } = [64];

    /// <summary>Cut-off of the lists, 1 to 1 000; default 20.</summary>
    public int K { get; init; } = 20;

    /// <summary>Seed of everything random: iALS, validation part, bootstrap; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many seeds models with randomness are trained with, from <see cref="Seed"/> on; figures are the means. 1 to 100; default 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Settings of models by name, as <c>ials.unobservedWeight</c>: what a row begins from (and <see cref="Tune"/> starts at).</summary>
    public IReadOnlyDictionary<string, double> ModelSettings { get; init; } = new Dictionary<string, double>();

    /// <summary>Threads used; 0 (default) = all processors. Figures are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>True to race the models on a validation part of train, by NDCG, and to learn their blend, before the test is looked at; default false.</summary>
    public bool Tune { get; init; }

    /// <summary>How much is spent on that, and what counts as better.</summary>
    public TuningSettings Tuning { get; init; } = new();

    /// <summary>True to measure on the validation part itself, without looking at the test; default false.</summary>
    public bool OnValidation { get; init; }

    /// <summary>Split in time: the share of the events that is held out, above 0 and below 1; default 0.2.</summary>
    public double HoldOut { get; init; } = 0.2;

    /// <summary>Split in time: the instant to cut at, instead of <see cref="HoldOut"/>.</summary>
    public EventTime? Cut { get; init; }

    /// <summary>Split in time: true where items known before are to be found again, and are candidates; default false.</summary>
    public bool Repeats { get; init; }

    /// <summary>Sequences: true to train on the validation item as well; default false, as most published figures.</summary>
    public bool TrainOnValidation { get; init; }

    /// <summary>Resamples of the bootstrap; default 1 000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>What each type of event says.</summary>
    public EventWeights Weights { get; init; } = new();

    /// <summary>Refuses what is out of range or unknown, all in one message.</summary>
    /// <exception cref="ArgumentException">Something is; the message names field, value and limit.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        foreach (var unknown in Models.Except(KnownModels))
        {
            faults.Add($"model '{unknown}' is not known; there are {string.Join(", ", KnownModels)}");
        }

        if (Models.Count == 0)
        {
            faults.Add($"no model is named; there are {string.Join(", ", KnownModels)}");
        }

        foreach (var factors in Factors.Where(factors => factors is < 1 or > 1024))
        {
            faults.Add($"factors is {factors}; it must be from 1 to 1024");
        }

        if (K is < 1 or > 1000)
        {
            faults.Add($"k is {K}; it must be from 1 to 1000");
        }

        if (Seeds is < 1 or > 100)
        {
            faults.Add($"seeds is {Seeds}; it must be from 1 to 100");
        }

        foreach (var unknown in ModelSettings.Keys.Except(Evaluating.Models.TrialModels.SettingNames))
        {
            faults.Add($"setting '{unknown}' is not known; there are {string.Join(", ", Evaluating.Models.TrialModels.SettingNames)}");
        }

        if (!(HoldOut > 0 && HoldOut < 1))
        {
            faults.Add($"the share held out is {HoldOut}; it must be above 0 and below 1");
        }

        if (Threads is < 0 or > 4096)
        {
            faults.Add($"threads is {Threads}; it must be from 0 to 4096");
        }

        faults.AddRange(Tuning.Faults());
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults) + ".");
        }
    }
}
