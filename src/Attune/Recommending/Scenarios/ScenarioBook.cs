using System.Collections.Immutable;

namespace Attune.Recommending.Scenarios;

/// <summary>The scenarios of one workspace, by name.</summary>
/// <remarks><b>Concurrency.</b> Questions read one immutable table without a lock.</remarks>
sealed class ScenarioBook
{
    ImmutableDictionary<string, CompiledScenario> _byName = ImmutableDictionary<string, CompiledScenario>.Empty;

    /// <summary>The scenario of a name; where nobody has saved it the default one.</summary>
    public CompiledScenario Of(string name) =>
        _byName.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(Scenario.DefaultName) ?? CompiledScenario.Default;

    /// <summary>Takes up a scenario: the next question follows it.</summary>
    public void Put(CompiledScenario scenario) =>
        ImmutableInterlocked.Update(ref _byName, (all, put) => all.SetItem(put.Scenario.Name, put), scenario);

    /// <summary>Lets go of a scenario.</summary>
    public void Remove(string name) => ImmutableInterlocked.TryRemove(ref _byName, name, out _);

    /// <summary>True where a scenario of the name was saved.</summary>
    public bool Has(string name) => _byName.ContainsKey(name);
}
