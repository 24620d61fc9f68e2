namespace Attune.Evaluating.Models;

/// <summary>Every kind of model there is, in the order of the table: simplest first, which decides between models that are level.</summary>
static class TrialModels
{
    internal static IReadOnlyList<TrialFamily> Families { get; } =
    [
        PopularityTrial.Undecayed,
        PopularityTrial.Decaying,
        NeighborTrial.Family,
        CoVisitTrial.Family,
        RepeatTrial.Family,
        RulesTrial.Family,
        SessionKnnTrial.Family,
        LinearTrial.Family,
        SpectralTrial.Family,
        FactorTrial.Family,
        SessionEmbeddingTrial.Family,
        SessionModelTrial.Family,
    ];

    static readonly SortedDictionary<string, double> Settable = new(
        Families.SelectMany(family => family.Settable).Concat(TrialRequest.TrendSettable)
            .ToDictionary(setting => setting.Name, setting => setting.Default),
        StringComparer.Ordinal);

    /// <summary>The names <see cref="EvaluationSettings.ModelSettings"/> takes.</summary>
    internal static IReadOnlyCollection<string> SettingNames => Settable.Keys;

    internal static double DefaultOf(string name) => Settable[name];

    /// <summary>The rows asked for, family by family, each with the settings it starts from; families the data does not serve are passed over.</summary>
    internal static IReadOnlyList<FamilyRows> From(EvaluationSettings settings, bool timed, bool ordered)
    {
        var request = new TrialRequest(settings, timed, ordered);
        return
        [
            .. settings.Models.Select(name => Families.Single(family => family.Name == name))
                .Select(family => new FamilyRows(family, [.. family.Make(request)]))
                .Where(rows => rows.Models.Count > 0),
        ];
    }

    /// <summary>Where a family stands in the order of simplicity, which is the order of the table: the first is the simplest.</summary>
    internal static int Simplicity(TrialFamily family) => Families.Index().First(entry => entry.Item == family).Index;
}

/// <summary>The rows of one family.</summary>
/// <param name="Family">Whose.</param>
/// <param name="Models">At least one; several where sizes were asked for.</param>
sealed record FamilyRows(TrialFamily Family, IReadOnlyList<ITrialModel> Models);
