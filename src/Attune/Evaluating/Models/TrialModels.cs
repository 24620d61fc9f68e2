using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;

namespace Attune.Evaluating.Models;

/// <summary>The models asked for, with the settings they start from.</summary>
static class TrialModels
{
    internal static IReadOnlyList<ITrialModel> From(EvaluationSettings settings, bool timed)
    {
        var models = new List<ITrialModel>();
        foreach (var name in settings.Models)
        {
            switch (name)
            {
                case "popular":
                    models.Add(new PopularityTrial(name, Decayed: false, HalfLifeDays: 0));
                    break;
                case "popular-decayed" when timed:
                    models.Add(new PopularityTrial(name, Decayed: true, HalfLifeDays: 30));
                    break;
                case "item-to-item":
                    models.Add(new NeighborTrial
                    {
                        Lists = new NeighborSettings { Threads = settings.Threads },
                        History = new HistoryWeights(),
                    });
                    break;
                case "ials":
                    models.AddRange(settings.Factors.Select(factors => new FactorTrial
                    {
                        Ials = new IalsSettings { Factors = factors, Seed = settings.Seed, Threads = settings.Threads },
                    }));
                    break;
            }
        }

        return models;
    }
}
