using Attune.Training;

namespace Attune.Tuning;

/// <summary>What is tried of the models that can fill a slot: settings by the names plans have, most telling first.</summary>
static class SlotSearch
{
    static readonly double[] HalfLives = [0, 365, 90, 30];

    static readonly Dictionary<string, (string Name, double[] Values)[]> Spaces = new()
    {
        [ModelNames.Popularity] = [("popularity.halfLifeDays", [1, 3, 7, 14, 30, 90, 365])],
        [ModelNames.ItemToItem] =
        [
            ("itemToItem.targetExponent", [0.3, 0.4, 0.5, 0.6, 0.7]),
            ("itemToItem.userExponent", [0, 0.5, 1]),
            ("itemToItem.shrinkage", [0, 0.5, 2, 10, 50]),
            ("itemToItem.sourceExponent", [0, 0.25, 0.5, 0.75]),
            ("itemToItem.trainHalfLifeDays", HalfLives),
            ("itemToItem.strengthExponent", [0, 0.5, 1]),
        ],
        ["linear"] =
        [
            ("linear.regularization", [0.1, 0.3, 1, 3, 10]),
            ("linear.userExponent", [0, 0.5, 1]),
            ("linear.frequencyExponent", [0, 0.25, 0.5, 0.75]),
            ("linear.trainHalfLifeDays", HalfLives),
        ],
        [ModelNames.Factors] =
        [
            ("ials.unobservedWeight", [0.015, 0.03, 0.06, 0.1, 0.2, 0.4, 1]),
            ("ials.regularization", [0.001, 0.002, 0.004, 0.008, 0.016, 0.03, 0.06]),
            ("ials.halfLifeDays", HalfLives),
        ],
        [ModelNames.Spectral] =
        [
            ("spectral.popularityExponent", [0.3, 0.4, 0.5, 0.6]),
            ("spectral.filterExponent", [0, 0.25, 0.5, 1]),
            ("spectral.halfLifeDays", HalfLives),
        ],
        [ModelNames.SessionEmbedding] =
        [
            ("sessionEmbedding.learningRate", [0.004, 0.01]),
            ("sessionEmbedding.dropout", [0.1, 0.25, 0.4]),
            ("sessionEmbedding.temperature", [0.06, 0.09, 0.12]),
        ],
    };

    /// <summary>The settings of a model, each with the values to try; none of a model without a space.</summary>
    internal static IReadOnlyList<(string Name, double[] Values)> Of(string model) => Spaces.GetValueOrDefault(model, []);

    /// <summary>The setting that is a model's size, and the size it has where a recipe does not say; null where it has none.</summary>
    internal static (string Name, int Default)? SizeOf(string model) => model switch
    {
        ModelNames.Factors => ("ials.factors", 64),
        ModelNames.Spectral => ("spectral.factors", 256),
        _ => null,
    };
}
