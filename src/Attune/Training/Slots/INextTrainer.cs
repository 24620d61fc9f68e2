using Attune.Learning.Sessions;

namespace Attune.Training.Slots;

/// <summary>A model that can fill the slot of what comes next.</summary>
interface INextTrainer
{
    /// <summary>What plans and manifests call it.</summary>
    string Name { get; }

    /// <summary>Makes the model; same events and recipe, same model at any number of threads.</summary>
    /// <param name="part">The events.</param>
    /// <param name="recipe">Its settings are those whose names begin with the model's.</param>
    /// <param name="progress">Told 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends it within a second.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    SessionEmbedding Train(TrainingPart part, ModelRecipe recipe, IProgress<double>? progress, CancellationToken cancellation);
}
