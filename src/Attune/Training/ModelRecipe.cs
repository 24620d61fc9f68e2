using Attune.Generations;

namespace Attune.Training;

/// <summary>All that decides, beside the data, what the models of a generation become: from the settings and the plan, or from a manifest.</summary>
/// <param name="Similar">The model of similar items.</param>
/// <param name="Taste">The model of taste.</param>
/// <param name="Next">The model of what comes next; empty for none.</param>
/// <param name="Settings">Settings by name: every one of <see cref="TrainingSettings.OfModels"/>, and what a plan names beside.</param>
/// <param name="Seed">The seed of every random choice.</param>
/// <param name="Threads">Threads used; the models do not depend on it.</param>
sealed record ModelRecipe(string Similar, string Taste, string Next, IReadOnlyDictionary<string, double> Settings, int Seed, int Threads)
{
    /// <summary>What a training now would make.</summary>
    /// <param name="settings">The settings of the workspace.</param>
    /// <param name="plan">What it names goes before the settings; null = the settings alone.</param>
    public static ModelRecipe Of(TrainingSettings settings, TrainingPlan? plan) => new(
        plan?.Similar ?? ModelNames.ItemToItem,
        plan?.Taste ?? ModelNames.Factors,
        plan?.Next ?? "",
        Over(settings.OfModels, plan?.Settings ?? new Dictionary<string, double>()),
        settings.Seed,
        settings.Threads);

    /// <summary>What made a generation.</summary>
    /// <param name="manifest">Of the generation; what it does not name was off when such manifests were written.</param>
    /// <param name="settings">The settings of the workspace, for what manifests never name.</param>
    public static ModelRecipe Of(GenerationManifest manifest, TrainingSettings settings) => new(
        manifest.Similar,
        manifest.Taste,
        manifest.Next,
        Over((settings with { UserExponent = 0, TrendHalfLife = TimeSpan.Zero }).OfModels, manifest.Settings),
        manifest.Seed,
        settings.Threads);

    /// <summary>A setting that every recipe has.</summary>
    public double Of(string name) => Settings[name];

    /// <summary>A setting that a plan may name; null where it did not.</summary>
    public double? Planned(string name) => Settings.TryGetValue(name, out var value) ? value : null;

    /// <summary>True where the same data would give the same models.</summary>
    public bool MakesTheSameAs(ModelRecipe other) =>
        (Similar, Taste, Next, Seed) == (other.Similar, other.Taste, other.Next, other.Seed) && Settings.SequenceEqual(other.Settings);

    static SortedDictionary<string, double> Over(IReadOnlyDictionary<string, double> below, IReadOnlyDictionary<string, double> above)
    {
        var all = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in below.Concat(above))
        {
            all[name] = value;
        }

        return all;
    }
}
