using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>Asks models, after an instant they know nothing beyond, for what users then took up.</summary>
sealed class Backtest
{
    readonly TrainingData _data;
    readonly TrainingSettings _settings;
    readonly DataSplit _split;

    Backtest(TrainingData data, TrainingSettings settings, long instant)
    {
        (_data, _settings, Instant) = (data, settings, instant);
        var cut = TemporalSplit.At(data.At(instant), instant);
        _split = cut with { Test = Sample(cut.Test, settings) };
    }

    /// <summary>The cut, in microseconds since 1970: events at or after it are held out.</summary>
    public long Instant { get; }

    /// <summary>How many users are asked.</summary>
    public int Questions => _split.Test.Count;

    /// <summary>How many events lie before the cut.</summary>
    public int Trained => _split.Train.Count;

    /// <summary>By item: the summed strength of what lies before the cut, not faded: the plainest thing to beat.</summary>
    public float[] UndecayedPopularity()
    {
        var events = _data.Unfaded().Slice(0, _split.Train.Count);
        return DecayedPopularity.Train(
            events.Items, events.Item.Span, events.Time.Span, events.Strength.Span, Instant, DecayedPopularity.NoDecay);
    }

    /// <summary>Cuts so that the latest <see cref="TrainingSettings.HoldOut"/> of the events are held out.</summary>
    public static Backtest OfLatest(TrainingData data, TrainingSettings settings) =>
        new(data, settings, TemporalSplit.InstantByEvents(data.Unfaded(), settings.HoldOut));

    /// <summary>Cuts there, or where <see cref="OfLatest"/> does if that is later.</summary>
    public static Backtest NotBefore(TrainingData data, TrainingSettings settings, long instant) =>
        new(data, settings, Math.Max(instant, TemporalSplit.InstantByEvents(data.Unfaded(), settings.HoldOut)));

    /// <summary>Trains models on what lies before the cut.</summary>
    /// <param name="recipe">Which models, and how.</param>
    /// <param name="start">The vectors taste goes on from; they must know nothing beyond the cut either. Empty = from scratch.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public TrainedModels Train(
        ModelRecipe recipe, ReadOnlyMemory<float> start, StageProgress progress, CancellationToken cancellation) =>
        TrainedModels.Train(new TrainingPart(_data, _split.Train.Count, Instant), recipe, start, progress, cancellation);

    /// <summary>Asks each model every question.</summary>
    public IReadOnlyList<EvaluationResult> Ask(
        IReadOnlyList<IScorer> models, StageProgress progress, CancellationToken cancellation)
    {
        var ranking = new RankingSettings { K = _settings.CutOff, Seed = _settings.Seed, Threads = _settings.Threads };
        var results = new List<EvaluationResult>();
        foreach (var model in models)
        {
            var part = progress.Part(model.Name, (double)results.Count / models.Count, (results.Count + 1.0) / models.Count);
            results.Add(FullRanking.Run(model, _split, ranking, progress: part, cancellation: cancellation));
        }

        return results;
    }

    // A seeded sample of the users asked, in their own order: the figures' intervals say what it costs in precision.
    static HeldOut Sample(HeldOut all, TrainingSettings settings)
    {
        if (all.Count <= settings.MostQuestions)
        {
            return all;
        }

        int[] questions = [.. Enumerable.Range(0, all.Count)];
        new Random(settings.Seed).Shuffle(questions);
        var (rows, items) = (new List<int>(), new List<int>());
        foreach (var question in questions.AsSpan(0, settings.MostQuestions))
        {
            foreach (var item in all.RelevantOf(question))
            {
                rows.Add(all.RowOf(question));
                items.Add(item);
            }
        }

        return HeldOut.From([.. rows], [.. items]);
    }
}
