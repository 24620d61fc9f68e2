using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;

namespace Attune.Evaluating.Models;

/// <summary>The models asked for, with the settings they start from.</summary>
static class TrialModels
{
    // What may be set from outside, by the names of a generation's manifest, and what each is by default.
    static readonly SortedDictionary<string, double> Settable = new(StringComparer.Ordinal)
    {
        ["ials.sweeps"] = new IalsSettings().Sweeps,
        ["ials.unobservedWeight"] = new IalsSettings().UnobservedWeight,
        ["ials.regularization"] = new IalsSettings().Regularization,
        ["ials.frequencyExponent"] = new IalsSettings().FrequencyExponent,
        ["ials.halfLifeDays"] = 0,
        ["itemToItem.userExponent"] = new NeighborSettings().UserExponent,
        ["itemToItem.sourceExponent"] = new NeighborSettings().SourceExponent,
        ["itemToItem.targetExponent"] = new NeighborSettings().TargetExponent,
        ["itemToItem.strengthExponent"] = new NeighborSettings().StrengthExponent,
        ["itemToItem.recency"] = new HistoryWeights().Recency,
        ["itemToItem.historyHalfLifeDays"] = 0,
        ["itemToItem.trainHalfLifeDays"] = 0,
        ["trend.halfLifeDays"] = 0,
        ["trend.exponent"] = 1,
        ["itemToItem.neighbors"] = new NeighborSettings().K,
        ["itemToItem.shrinkage"] = new NeighborSettings().Shrinkage,
        ["popularity.halfLifeDays"] = 30,
    };

    /// <summary>The names <see cref="EvaluationSettings.ModelSettings"/> takes.</summary>
    internal static IReadOnlyCollection<string> SettingNames => Settable.Keys;

    internal static IReadOnlyList<ITrialModel> From(EvaluationSettings settings, bool timed)
    {
        float Of(string name) => (float)settings.ModelSettings.GetValueOrDefault(name, Settable[name]);
        var trend = new TrendSettings(Of("trend.halfLifeDays"), Of("trend.exponent"));
        var models = new List<ITrialModel>();
        foreach (var name in settings.Models)
        {
            switch (name)
            {
                case "popular":
                    models.Add(new PopularityTrial(name, Decayed: false, HalfLifeDays: 0));
                    break;
                case "popular-decayed" when timed:
                    models.Add(new PopularityTrial(name, Decayed: true, HalfLifeDays: Of("popularity.halfLifeDays")));
                    break;
                case "item-to-item":
                    models.Add(new NeighborTrial
                    {
                        Lists = new NeighborSettings
                        {
                            K = (int)Of("itemToItem.neighbors"),
                            Shrinkage = Of("itemToItem.shrinkage"),
                            UserExponent = Of("itemToItem.userExponent"),
                            SourceExponent = Of("itemToItem.sourceExponent"),
                            TargetExponent = Of("itemToItem.targetExponent"),
                            StrengthExponent = Of("itemToItem.strengthExponent"),
                            Threads = settings.Threads,
                        },
                        History = new HistoryWeights { Recency = Of("itemToItem.recency") },
                        HistoryHalfLifeDays = Of("itemToItem.historyHalfLifeDays"),
                        TrainHalfLifeDays = Of("itemToItem.trainHalfLifeDays"),
                        Trend = timed ? trend : new TrendSettings(),
                    });
                    break;
                case "ials":
                    models.AddRange(settings.Factors.Select(factors => new FactorTrial
                    {
                        Ials = new IalsSettings
                        {
                            Factors = factors,
                            Sweeps = (int)Of("ials.sweeps"),
                            UnobservedWeight = Of("ials.unobservedWeight"),
                            Regularization = Of("ials.regularization"),
                            FrequencyExponent = Of("ials.frequencyExponent"),
                            Seed = settings.Seed,
                            Threads = settings.Threads,
                        },
                        HalfLifeDays = timed ? Of("ials.halfLifeDays") : 0,
                        Trend = timed ? trend : new TrendSettings(),
                    }));
                    break;
            }
        }

        return models;
    }
}
