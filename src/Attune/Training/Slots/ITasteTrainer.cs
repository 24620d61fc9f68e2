using Attune.Learning.Factors;

namespace Attune.Training.Slots;

/// <summary>A model that can fill the slot of taste.</summary>
interface ITasteTrainer
{
    /// <summary>What plans and manifests call it.</summary>
    string Name { get; }

    /// <summary>The setting that says how many numbers a vector has, where the model can go on from a former one; null where it begins anew.</summary>
    string? FactorsSetting { get; }

    /// <summary>Makes items' vectors; same events, recipe and start: same vectors at any number of threads.</summary>
    /// <param name="part">The events.</param>
    /// <param name="recipe">Its settings are those whose names begin with the model's.</param>
    /// <param name="start">A former model's vectors by the items of now, [items × factors], NaN where it did not know the item; empty = none.</param>
    /// <param name="progress">Told 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends it within a second.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    TasteModel Train(
        TrainingPart part, ModelRecipe recipe, ReadOnlyMemory<float> start, IProgress<double>? progress, CancellationToken cancellation);
}
