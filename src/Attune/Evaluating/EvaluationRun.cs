using Attune.Evaluating.Models;
using Attune.History;
using Attune.Learning.Evaluation;
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
        var rows = TrialModels.From(settings, data.Timed, data.Ordered);
        var tuned = settings.Tune ? new TunedRows(clock).Of(rows, data, settings, progress, cancellation) : null;
        var split = settings.OnValidation ? data.Validation.Value : data.Test.Value;
        if (split.Test.Count == 0)
        {
            throw new ArgumentException("Nothing is held out: no user has both a history and something to find.");
        }

        var table = new TableRows(split, ranking, settings.Seeds, clock, progress, cancellation);
        var measured = table.Measure(tuned?.Models ?? [.. rows.SelectMany(row => row.Models)], tuned?.Blends ?? []);
        if (measured.Count == 0)
        {
            throw new ArgumentException($"No model could be measured: {string.Join("; ", table.Failed.Select(failed => $"{failed.Name}: {failed.Why}"))}");
        }

        return Report(data, settings, split, Compare(measured, settings.Resamples, settings.Seed)) with
        {
            Failed = [.. tuned?.Untried ?? [], .. table.Failed],
            Tuning = tuned?.Report,
        };
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
            Chosen = (settings.Tune ? "settings and blend chosen by NDCG on a validation part of train" : "settings as given, none chosen on this data")
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
