using Attune.Learning.Neighbors;

namespace Attune.Training.Slots;

/// <summary>A model that can fill the slot of similar items.</summary>
interface IListTrainer
{
    /// <summary>What plans and manifests call it.</summary>
    string Name { get; }

    /// <summary>Makes the lists; same events and recipe, same lists at any number of threads.</summary>
    /// <param name="part">The events.</param>
    /// <param name="recipe">Its settings are those whose names begin with the model's.</param>
    /// <param name="progress">Told 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends it within a second.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    NeighborLists Train(TrainingPart part, ModelRecipe recipe, IProgress<double>? progress, CancellationToken cancellation);
}
