namespace Attune.Evaluating.Models;

/// <summary>What a family makes its rows from: what was asked for, and what the data has.</summary>
/// <param name="settings">What was asked for.</param>
/// <param name="timed">True where times are real.</param>
/// <param name="ordered">True where the order of a user's interactions is real: with times, in sessions, in sequences.</param>
sealed class TrialRequest(EvaluationSettings settings, bool timed, bool ordered)
{
    /// <summary>What of a trend may be set; shared by all models that follow one.</summary>
    internal static IReadOnlyList<(string Name, double Default)> TrendSettable { get; } = [("trend.halfLifeDays", 0), ("trend.exponent", 1)];

    internal bool Timed => timed;

    internal bool Ordered => ordered;

    /// <summary>True where items known before are to be found again.</summary>
    internal bool Repeats => settings.Repeats;

    internal int Seed => settings.Seed;

    internal int Threads => settings.Threads;

    internal IReadOnlyList<int> Factors => settings.Factors;

    internal TrendSettings Trend => timed
        ? new TrendSettings(Of("trend.halfLifeDays"), Of("trend.exponent"))
        : new TrendSettings();

    /// <summary>A setting as asked for, or else its default.</summary>
    internal float Of(string name) => (float)settings.ModelSettings.GetValueOrDefault(name, TrialModels.DefaultOf(name));
}
