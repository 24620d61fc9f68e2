using Attune.Evaluating.Models;
using Attune.History;
using Attune.Learning.Evaluation;
using Attune.Learning.Metrics;
using Attune.Learning.Splits;

namespace Attune.Evaluating;

/// <summary>Evaluates models on a data set or on the own history: reads, cuts, chooses settings, trains, asks, compares.</summary>
/// <remarks>
/// The test part is cut off first and looked at once, when every model's settings stand. Blocks its thread, mostly with
/// computing. Same input and settings: same figures, whatever the number of threads.
/// </remarks>
/// <param name="clock">Tells how long things took.</param>
public sealed class EvaluationRun(TimeProvider clock)
{
    /// <summary>Evaluates on a data set.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="settings">What to evaluate.</param>
    /// <param name="progress">Told what is being done, in a few words.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="Datasets.DatasetException">A file cannot be read; names file and line.</exception>
    /// <exception cref="ArgumentException">A setting is out of range, or the split leaves nothing to ask.</exception>
    public EvaluationReport OfDataset(
        DatasetSource source, EvaluationSettings settings, IProgress<string>? progress, CancellationToken cancellation)
    {
        settings.Validate();
        progress?.Report($"reading {source.Train}");
        return Evaluate(DatasetProtocols.Prepare(source, settings), settings, progress, cancellation);
    }

    /// <summary>Evaluates on the own history, by a split in time.</summary>
    /// <param name="history">All events that name an item, by ascending time.</param>
    /// <param name="settings">What to evaluate.</param>
    /// <param name="progress">Told what is being done, in a few words.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the split leaves nothing to ask.</exception>
    public EvaluationReport OfHistory(
        InteractionColumns history, EvaluationSettings settings, IProgress<string>? progress, CancellationToken cancellation)
    {
        settings.Validate();
        return Evaluate(DatasetProtocols.InTime(history, settings, []), settings, progress, cancellation);
    }

    EvaluationReport Evaluate(
        PreparedData data, EvaluationSettings settings, IProgress<string>? progress, CancellationToken cancellation)
    {
        var ranking = new RankingSettings
        {
            K = settings.K,
            LeaveOutSeen = data.LeaveOutSeen,
            Seed = settings.Seed,
            Resamples = settings.Resamples,
            Threads = settings.Threads,
        };
        var models = TrialModels.From(settings, data.Timed, data.Ordered);
        if (settings.Tune)
        {
            models = Tune(models, data, ranking, progress, cancellation);
        }

        var split = settings.OnValidation ? data.Validation.Value : data.Test.Value;
        var novelty = Novelty.From(split.Train);
        var rows = new List<ModelReport>();
        foreach (var model in models)
        {
            rows.Add(Row(model, split, ranking, novelty, settings, progress, cancellation));
        }

        return Report(data, settings, split, Compare(rows, settings.Resamples, settings.Seed));
    }

    ModelReport Row(
        ITrialModel model,
        DataSplit split,
        RankingSettings ranking,
        Novelty novelty,
        EvaluationSettings settings,
        IProgress<string>? progress,
        CancellationToken cancellation)
    {
        var (training, asking) = (TimeSpan.Zero, TimeSpan.Zero);
        var results = new List<EvaluationResult>();
        for (var n = 0; n < settings.Seeds && (n == 0 || model.WithSeed(settings.Seed) is not null); n++)
        {
            var seeded = model.WithSeed(settings.Seed + n) ?? model;
            progress?.Report($"training {model.Name}");
            var began = clock.GetTimestamp();
            var scorer = seeded.Train(split, cancellation);
            var trained = clock.GetTimestamp();
            progress?.Report($"asking {model.Name}");
            results.Add(FullRanking.Run(scorer, split, ranking, novelty, null, cancellation));
            training += clock.GetElapsedTime(began, trained);
            asking += clock.GetElapsedTime(trained);
        }

        return new ModelReport
        {
            Name = model.Name,
            Settings = model.Settings,
            Result = EvaluationResult.MeanOf(results, ranking),
            TrainTook = training / results.Count,
            AskTook = asking / results.Count,
        };
    }

    static List<ITrialModel> Tune(
        IReadOnlyList<ITrialModel> models,
        PreparedData data,
        RankingSettings ranking,
        IProgress<string>? progress,
        CancellationToken cancellation)
    {
        var split = data.Validation.Value;
        var novelty = Novelty.From(split.Train);
        double Figure(ITrialModel model)
        {
            var scorer = model.Train(split, cancellation);
            var ndcg = FullRanking.Run(scorer, split, ranking with { Resamples = 0 }, novelty, null, cancellation).Ndcg.Mean;
            progress?.Report(FormattableString.Invariant(
                $"choosing {model.Name}: {string.Join(", ", model.Settings.Select(setting => $"{setting.Name} {setting.Value:0.#####}"))}: NDCG {ndcg:0.0000}"));
            return ndcg;
        }

        // Sizes of iALS share what was chosen for the first: what fits the data differs little between sizes, trying is dear.
        var tuned = new List<ITrialModel>();
        foreach (var model in models)
        {
            tuned.Add(model is FactorTrial factors && tuned.LastOrDefault() is FactorTrial before
                ? before with { Ials = before.Ials with { Factors = factors.Ials.Factors } }
                : model.Tune(Figure, data.Timed));
        }

        return tuned;
    }

    /// <summary>The rows, each with how far it is above the best popularity row.</summary>
    internal static List<ModelReport> Compare(List<ModelReport> rows, int resamples, int seed)
    {
        var popular = rows.Where(IsPopularity).MaxBy(row => row.Result.Ndcg.Mean)?.Result.ByQuestion;
        return popular is null ? rows : [.. rows.Select(row => IsPopularity(row) ? row : row with
        {
            AbovePopularity = Bootstrap.Difference(
                row.Result.ByQuestion.Ndcg, popular.Ndcg, popular.Groups, resamples, seed),
        })];
    }

    static bool IsPopularity(ModelReport row) => row.Name.StartsWith("popular", StringComparison.Ordinal);

    static EvaluationReport Report(
        PreparedData data, EvaluationSettings settings, DataSplit split, List<ModelReport> rows) => new()
        {
            Protocol = data.Protocol + (settings.OnValidation ? "; measured on the validation part of train" : ""),
            Chosen = (settings.Tune ? "settings chosen by NDCG on a validation part of train" : "settings as given, none chosen on this data")
                + (settings.Seeds > 1 ? $"; means over {settings.Seeds} seeds where anything is random" : ""),
            K = settings.K,
            Seed = settings.Seed,
            Questions = split.Test.Count,
            QuestionsAre = data.Questions,
            TrainUsers = split.Train.Users,
            Items = split.Train.Items,
            TrainInteractions = split.Train.Count,
            Notes = data.Notes,
            Models = rows,
        };
}
