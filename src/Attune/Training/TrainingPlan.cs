using Attune.Events;
using Attune.Operating;
using Attune.Recommending.Candidates;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>Which model each slot of the next generations is made by, with which settings, and what each source then weighs.</summary>
/// <remarks>
/// Written by a search over the own history (<c>attune tune</c>) or by hand, followed by every training from then on. What a
/// plan does not name stays as the settings of the workspace have it; so the empty plan changes nothing.
/// </remarks>
public sealed record TrainingPlan
{
    /// <summary>The model of similar items; default <c>item-to-item</c>.</summary>
    public string Similar { get; init; } = ModelNames.ItemToItem;

    /// <summary>The model of taste; default <c>ials</c>.</summary>
    public string Taste { get; init; } = ModelNames.Factors;

    /// <summary>The model of what comes next, beside the index of visits: <c>session-embedding</c>, or nothing (default).</summary>
    public string Next { get; init; } = "";

    /// <summary>Settings of the models, by the names evaluation sets them by, as <c>ials.factors</c>: finite numbers.</summary>
    public IReadOnlyDictionary<string, double> Settings { get; init; } = new Dictionary<string, double>();

    /// <summary>What each candidate source weighs, by its name, as <c>taste</c>: 0 to 100.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it is so, a sentence each.</summary>
    public IReadOnlyList<string> Why { get; init; } = [];

    /// <summary>When it was made.</summary>
    public EventTime Made { get; init; }

    /// <summary>The fingerprint of the data it was chosen on; empty where it was not chosen on data.</summary>
    public string DataFingerprint { get; init; } = "";

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("plan")
            .Must(SlotTrainers.OfSimilar.Contains(Similar), nameof(Similar), $"'{Similar}'; there are {Listed(SlotTrainers.OfSimilar)}.")
            .Must(SlotTrainers.OfTaste.Contains(Taste), nameof(Taste), $"'{Taste}'; there are {Listed(SlotTrainers.OfTaste)}.")
            .Must(SlotTrainers.OfNext.Contains(Next), nameof(Next), $"'{Next}'; there are {Listed(SlotTrainers.OfNext)}.");
        foreach (var (name, value) in Settings)
        {
            faults.Must(IsSettingName(name), $"settings.{name}", $"no name of a setting; one has the form model.setting.")
                .Must(double.IsFinite(value), $"settings.{name}", $"{value}; it must be a finite number.");
        }

        foreach (var (name, value) in Weights)
        {
            faults.Must(SourceWeights.Names.Contains(name), $"weights.{name}", $"the weight of no source; there are {Listed(SourceWeights.Names)}.")
                .Within(value, 0, 100, $"weights.{name}");
        }

        return faults.Found;
    }

    static bool IsSettingName(string name) =>
        name.Split('.') is [{ Length: > 0 } model, { Length: > 0 } setting] && model.All(char.IsAsciiLetterOrDigit) && setting.All(char.IsAsciiLetterOrDigit);

    static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => name.Length == 0 ? "none" : name));
}
