using Attune.Learning.Factors;

namespace Attune.Training.Slots;

/// <summary>Taste by matrix factorisation; a user is solved for.</summary>
sealed class IalsTrainer : ITasteTrainer
{
    /// <inheritdoc/>
    public string Name => ModelNames.Factors;

    /// <inheritdoc/>
    public string? FactorsSetting => "ials.factors";

    /// <inheritdoc/>
    public TasteModel Train(
        TrainingPart part, ModelRecipe recipe, ReadOnlyMemory<float> start, IProgress<double>? progress, CancellationToken cancellation)
    {
        var matrix = part.Matrix(recipe.Planned("ials.halfLifeDays"));

        // The unobserved weight counts in mean strengths: then weights that are all twice as high change nothing.
        var unobserved = recipe.Of("ials.unobservedWeight") is var planned and > 0 ? planned : Math.Clamp(1_000.0 / matrix.Columns, 0.01, 1);
        var settings = new IalsSettings
        {
            Factors = (int)recipe.Of("ials.factors"),
            Sweeps = (int)recipe.Of("ials.sweeps"),
            UnobservedWeight = (float)(unobserved * Mean(matrix.Values)),
            Regularization = (float)recipe.Of("ials.regularization"),
            FrequencyExponent = (float)recipe.Of("ials.frequencyExponent"),
            Seed = recipe.Seed,
            Threads = recipe.Threads,
        };
        return new TasteModel(Ials.Train(matrix, settings, start, progress, cancellation));
    }

    // In double and in order: the same at any number of threads.
    static double Mean(ReadOnlySpan<float> strengths)
    {
        var sum = 0.0;
        foreach (var strength in strengths)
        {
            sum += strength;
        }

        return strengths.IsEmpty ? 1 : sum / strengths.Length;
    }
}
