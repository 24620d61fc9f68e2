using Attune.Learning.Linear;
using Attune.Learning.Neighbors;

namespace Attune.Training.Slots;

/// <summary>Similar items by linear regression: what each item says of every other beyond what the rest say.</summary>
sealed class LinearTrainer : IListTrainer
{
    const double Gibibyte = 1L << 30;

    /// <inheritdoc/>
    public string Name => ModelNames.Linear;

    /// <inheritdoc/>
    public NeighborLists Train(TrainingPart part, ModelRecipe recipe, IProgress<double>? progress, CancellationToken cancellation)
    {
        var defaults = new LinearSettings();
        var settings = new LinearSettings
        {
            K = (int)(recipe.Planned("linear.neighbors") ?? defaults.K),
            Regularization = (float)(recipe.Planned("linear.regularization") ?? defaults.Regularization),
            FrequencyExponent = (float)(recipe.Planned("linear.frequencyExponent") ?? defaults.FrequencyExponent),
            UserExponent = (float)(recipe.Planned("linear.userExponent") ?? defaults.UserExponent),
            StrengthExponent = (float)(recipe.Planned("linear.strengthExponent") ?? defaults.StrengthExponent),
            Candidates = (int)(recipe.Planned("linear.candidates") ?? defaults.Candidates),
            Exact = recipe.Planned("linear.exact") > 0,
            MemoryBudget = (long)((recipe.Planned("linear.memoryGiB") * Gibibyte) ?? defaults.MemoryBudget),
            Threads = recipe.Threads,
        };
        return LinearNeighbors.Train(part.Matrix(recipe.Planned("linear.trainHalfLifeDays")), settings, progress, cancellation);
    }
}
