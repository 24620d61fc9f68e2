using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>A generation that may be published, and is now trained on everything.</summary>
/// <param name="data">All of it.</param>
/// <param name="recipe">Which models, and how.</param>
/// <param name="lineage">Where they start.</param>
/// <param name="weights">What candidate sources weigh in its answers, by name.</param>
sealed class GenerationDraft(TrainingData data, ModelRecipe recipe, Lineage lineage, IReadOnlyDictionary<string, double> weights)
{
    readonly string _fingerprint = data.Fingerprint();

    /// <summary>Trains what its file will hold.</summary>
    /// <param name="catalog">What items are; null where nothing is known of them.</param>
    /// <param name="stage">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public GenerationContents Train(ItemCatalog? catalog, StageProgress stage, CancellationToken cancellation)
    {
        var part = new TrainingPart(data, data.Count, data.Until);
        var models = TrainedModels.Train(part, recipe, lineage.Start, stage, cancellation);
        var (rates, intervals) = BuyersReturn.Train(part);
        return new GenerationContents
        {
            ItemIds = data.ItemIds,
            Factors = models.Taste.Items,
            Inputs = models.Taste.Inputs,
            Features = catalog is null ? null : MapFeatures(part, models.Taste.Items, catalog, cancellation),
            Neighbors = models.Similar,
            Complements = BasketPairs.Train(part, models.Trend, recipe, cancellation),
            Next = models.Next,
            RepeatRates = rates,
            RepeatIntervals = intervals,
            Popularity = models.Popularity,
            Trend = models.Trend,
            Notes = Notes(),
        };
    }

    /// <summary>Describes it; number, checksum and length are the shelf's to fill in.</summary>
    public GenerationManifest Manifest(TrainingReport report, int cutOff, EventTime trainedAt, TimeSpan took) => new()
    {
        Number = 0,
        TrainedAt = trainedAt,
        TrainingTook = took,
        Seed = recipe.Seed,
        Log = data.Archived,
        DataUntil = new EventTime(data.Until),
        DataFingerprint = _fingerprint,
        Users = data.UserIds.Length,
        Items = data.ItemIds.Length,
        Interactions = data.Count,
        Similar = recipe.Similar,
        Taste = recipe.Taste,
        Next = recipe.Next,
        Parent = lineage.Parent?.Number,
        Descent = lineage.Descent,
        Settings = recipe.Settings,
        Weights = weights,
        Metrics = Figures(report.Backtest, cutOff),
        Verdict = report.Verdict,
    };

    // Where no item has properties there is nothing to learn, and the file stays as it would be without a catalog.
    FeatureMap? MapFeatures(TrainingPart part, ItemFactors model, ItemCatalog catalog, CancellationToken cancellation)
    {
        var snapshot = catalog.Snapshot;
        var features = Array.ConvertAll(
            data.ItemIds,
            id => catalog.TryGetOrdinal(new ItemId(id), out var ordinal) && ordinal < snapshot.Size
                ? PropertyFeatures.Of(snapshot.PropertiesUtf8(ordinal))
                : []);
        if (features.All(none => none.Length == 0))
        {
            return null;
        }

        var interactions = new float[model.Items];
        for (var n = 0; n < part.Events.Count; n++)
        {
            interactions[part.Events.Item.Span[n]] += part.Events.Strength.Span[n] > 0 ? 1 : 0;
        }

        return FeatureMapTraining.Train(features, model, interactions, new FeatureMapSettings { Threads = recipe.Threads }, cancellation);
    }

    Dictionary<string, string> Notes()
    {
        var notes = new Dictionary<string, string>(lineage.Notes);
        foreach (var (name, value) in recipe.Settings)
        {
            notes[name] = value.ToString("R", CultureInfo.InvariantCulture);
        }

        notes["data"] = _fingerprint;
        notes["seed"] = recipe.Seed.ToString(CultureInfo.InvariantCulture);
        notes["similar"] = recipe.Similar;
        notes["taste"] = recipe.Taste;
        if (recipe.Next.Length > 0)
        {
            notes["next"] = recipe.Next;
        }

        return notes;
    }

    static Dictionary<string, double> Figures(IEnumerable<BacktestRow> rows, int cutOff)
    {
        var figures = new Dictionary<string, double>();
        foreach (var row in rows)
        {
            figures[$"{row.Model}.ndcg@{cutOff}"] = row.Ndcg;
            figures[$"{row.Model}.ndcg@{cutOff}.low"] = row.NdcgLow;
            figures[$"{row.Model}.ndcg@{cutOff}.high"] = row.NdcgHigh;
            figures[$"{row.Model}.recall@{cutOff}"] = row.Recall;
        }

        return figures;
    }
}
