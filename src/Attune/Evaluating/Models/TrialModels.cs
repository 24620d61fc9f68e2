namespace Attune.Evaluating.Models;

/// <summary>Every kind of model there is, in the order of the table.</summary>
static class TrialModels
{
    internal static IReadOnlyList<TrialFamily> Families { get; } =
    [
        PopularityTrial.Undecayed,
        PopularityTrial.Decaying,
        NeighborTrial.Family,
        CoVisitTrial.Family,
        FactorTrial.Family,
        SpectralTrial.Family,
        SessionKnnTrial.Family,
        RulesTrial.Family,
    ];

    static readonly SortedDictionary<string, double> Settable = new(
        Families.SelectMany(family => family.Settable).Concat(TrialRequest.TrendSettable)
            .ToDictionary(setting => setting.Name, setting => setting.Default),
        StringComparer.Ordinal);

    /// <summary>The names <see cref="EvaluationSettings.ModelSettings"/> takes.</summary>
    internal static IReadOnlyCollection<string> SettingNames => Settable.Keys;

    internal static double DefaultOf(string name) => Settable[name];

    /// <summary>The rows asked for, each with the settings it starts from.</summary>
    internal static IReadOnlyList<ITrialModel> From(EvaluationSettings settings, bool timed, bool ordered)
    {
        var request = new TrialRequest(settings, timed, ordered);
        return [.. settings.Models.SelectMany(name => Families.Single(family => family.Name == name).Make(request))];
    }
}
