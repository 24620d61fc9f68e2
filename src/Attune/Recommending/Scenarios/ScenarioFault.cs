using Attune.Filtering;

namespace Attune.Recommending.Scenarios;

/// <summary>What is wrong with one setting of a scenario.</summary>
/// <param name="Field">The setting, as <c>boosts[2].when</c>.</param>
/// <param name="Value">What was given; null where it was missing.</param>
/// <param name="Limit">What is allowed, as a sentence.</param>
/// <param name="Filter">Where and why, for a condition.</param>
public sealed record ScenarioFault(string Field, string? Value, string Limit, FilterFault? Filter = null);

/// <summary>What became of a scenario that was to be saved.</summary>
public abstract record ScenarioOutcome
{
    /// <summary>It is in force: the next question follows it.</summary>
    /// <param name="Scenario">With its new version.</param>
    /// <param name="SavedAt">When.</param>
    /// <param name="Warnings">What it will do that nobody can have meant, a sentence each.</param>
    public sealed record Saved(Scenario Scenario, Events.EventTime SavedAt, IReadOnlyList<string> Warnings) : ScenarioOutcome;

    /// <summary>It breaks a limit; nothing was changed.</summary>
    /// <param name="Faults">All that is wrong.</param>
    public sealed record Refused(IReadOnlyList<ScenarioFault> Faults) : ScenarioOutcome;

    /// <summary>Somebody else changed it meanwhile; nothing was changed.</summary>
    /// <param name="Version">The version in force; 0 where there is none.</param>
    public sealed record Outdated(int Version) : ScenarioOutcome;

    /// <summary>There is none of that name, or none of that version.</summary>
    public sealed record Missing : ScenarioOutcome;
}
