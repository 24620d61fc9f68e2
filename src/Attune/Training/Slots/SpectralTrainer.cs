using Attune.Learning.Factors;
using Attune.Learning.Spectral;

namespace Attune.Training.Slots;

/// <summary>Taste by the strongest components of the interactions; a user is projected on them.</summary>
sealed class SpectralTrainer : ITasteTrainer
{
    /// <inheritdoc/>
    public string Name => ModelNames.Spectral;

    /// <inheritdoc/>
    public string? FactorsSetting => null;

    /// <inheritdoc/>
    public TasteModel Train(
        TrainingPart part, ModelRecipe recipe, ReadOnlyMemory<float> start, IProgress<double>? progress, CancellationToken cancellation)
    {
        var factors = (int)(recipe.Planned("spectral.factors") ?? 256);
        var settings = new SpectralSettings
        {
            Components = factors,
            UserExponent = (float)(recipe.Planned("spectral.userExponent") ?? 0.5),
            ItemExponent = (float)(recipe.Planned("spectral.itemExponent") ?? 0.5),
            Seed = recipe.Seed,
            Threads = recipe.Threads,
        };
        var matrix = part.Matrix(recipe.Planned("spectral.halfLifeDays"));
        return SpectralTaste.From(
            SpectralDecomposition.Of(matrix, settings, progress, cancellation),
            factors,
            (float)(recipe.Planned("spectral.popularityExponent") ?? 0.5),
            (float)(recipe.Planned("spectral.filterExponent") ?? 0.5));
    }
}
