using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;
using Attune.Training;
using Attune.Training.Slots;

namespace Attune.Tuning;

/// <summary>The own history cut in time, and what is trained on its earlier part exactly as a training would.</summary>
/// <param name="data">All events.</param>
/// <param name="instant">The cut, in microseconds since 1970.</param>
/// <param name="recipe">What a training now would follow: what a trial does not change.</param>
sealed class TuningGround(TrainingData data, long instant, ModelRecipe recipe)
{
    const double MicrosPerDay = 86_400e6;

    TrainingPart? _part;
    float[]? _trend;

    internal ModelRecipe Recipe => recipe;

    /// <summary>Trained on what lies before the cut, asked for what users with a past took up after.</summary>
    internal DataSplit Split { get; } = TemporalSplit.At(data.At(instant), instant);

    TrainingPart Part => _part ??= new TrainingPart(data, Split.Train.Count, instant);

    // The trend is one for all models of a generation, so it is not searched model by model.
    float[] Trend => _trend ??= TrainedModels.TrendOf(Part.Events, instant, recipe);

    internal IScorer Similar(string model, ModelRecipe changed, CancellationToken cancellation) => new NeighborScorer(
        SlotTrainers.Similar(model).Train(Part, changed with { Similar = model }, null, cancellation).Scaled(Trend), ServedScorer.History, model);

    internal IScorer Taste(string model, ModelRecipe changed, CancellationToken cancellation)
    {
        var taste = SlotTrainers.Taste(model).Train(Part, changed with { Taste = model }, default, null, cancellation);
        return new TrendScorer(new FactorScorer(taste.Items, model, foldIn: taste.FoldIn), Trend, exponent: 1);
    }

    internal IScorer Next(ModelRecipe changed, CancellationToken cancellation) => SessionEmbeddingTrainer.Train(Part, changed, null, cancellation);

    internal IScorer Popular(ModelRecipe changed)
    {
        var events = Part.Events;
        var halfLife = (long)(changed.Of("popularity.halfLifeDays") * MicrosPerDay);
        return new PopularityScorer(
            ModelNames.Popularity, DecayedPopularity.Train(events.Items, events.Item.Span, events.Time.Span, events.Strength.Span, instant, halfLife));
    }
}
