using Attune.Filtering;

namespace Attune.Recommending.Scenarios;

/// <summary>A scenario with its conditions compiled: what an answer follows. Immutable; holds for every later snapshot of its catalog.</summary>
/// <param name="Scenario">As it was saved.</param>
/// <param name="Filter">Its filter; null where it has none.</param>
/// <param name="Boosts">By place in <see cref="Scenario.Boosts"/>: the condition.</param>
/// <param name="Shares">By place in <see cref="Scenario.Shares"/>: the condition.</param>
sealed record CompiledScenario(
    Scenario Scenario, CompiledFilter? Filter, IReadOnlyList<CompiledFilter> Boosts, IReadOnlyList<CompiledFilter> Shares)
{
    /// <summary>Items it never shows.</summary>
    public NamedItems Excluded { get; } = new(Scenario.Exclude);

    /// <summary>By place in <see cref="Scenario.Pins"/>: the item.</summary>
    public NamedItems Pinned { get; } = new([.. Scenario.Pins.Select(pin => pin.Item)]);

    /// <summary>True where a condition asks for properties of the user.</summary>
    public bool UsesUser { get; } = Filter is { UsesUser: true } || Boosts.Concat(Shares).Any(condition => condition.UsesUser);

    /// <summary>The scenario of questions that name none, as long as nobody has saved one: everything as the settings have it.</summary>
    public static CompiledScenario Default { get; } = new(new Scenario { Name = Scenario.DefaultName }, null, [], []);
}
