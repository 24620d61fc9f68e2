using Attune.Learning.Neighbors;

namespace Attune.Training.Slots;

/// <summary>Similar items by co-occurrence: a shrunk cosine.</summary>
sealed class ItemToItemTrainer : IListTrainer
{
    // Between taken up or not and in proportion: a purchase says more than a view, not five times as much of resemblance.
    const double StrengthExponent = 0.5;

    /// <inheritdoc/>
    public string Name => ModelNames.ItemToItem;

    /// <inheritdoc/>
    public NeighborLists Train(TrainingPart part, ModelRecipe recipe, IProgress<double>? progress, CancellationToken cancellation)
    {
        var settings = new NeighborSettings
        {
            K = (int)recipe.Of("itemToItem.neighbors"),
            Shrinkage = (float)recipe.Of("itemToItem.shrinkage"),
            UserExponent = (float)recipe.Of("itemToItem.userExponent"),
            SourceExponent = (float)(recipe.Planned("itemToItem.sourceExponent") ?? 0.5),
            TargetExponent = (float)(recipe.Planned("itemToItem.targetExponent") ?? 0.5),
            StrengthExponent = (float)(recipe.Planned("itemToItem.strengthExponent") ?? StrengthExponent),
            Threads = recipe.Threads,
        };
        var matrix = part.Matrix(recipe.Planned("itemToItem.trainHalfLifeDays"));
        return CosineNeighbors.Train(matrix, settings, progress, cancellation);
    }
}
