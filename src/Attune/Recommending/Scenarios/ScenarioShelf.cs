using System.Collections.Immutable;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending.Scenarios.Presets;

namespace Attune.Recommending.Scenarios;

/// <summary>The scenarios of one workspace with all their versions, kept as documents of kind <c>scenario</c> in its catalog store.</summary>
/// <remarks>
/// <para><b>Order.</b> A scenario is checked against the catalog, then written, then in force: the next question follows it. What
/// is refused changes nothing.</para>
/// <para><b>Concurrency.</b> Readers take no lock; changes wait for one another, and one that was made for an older version can
/// say so and is refused.</para>
/// </remarks>
public sealed class ScenarioShelf : IDisposable
{
    /// <summary>The kind of the documents they are kept as.</summary>
    internal const string Kind = "scenario";

    /// <summary>What a condition that no longer holds together lets through: a rule that cannot be kept shows nothing rather than everything.</summary>
    const string Nothing = "false";

    readonly SharedDocuments _documents;
    readonly ItemCatalog _catalog;
    readonly ScenarioBook _book;
    readonly TimeProvider _clock;
    ImmutableSortedDictionary<string, ScenarioHistory> _byName = ImmutableSortedDictionary.Create<string, ScenarioHistory>(StringComparer.Ordinal);

    internal ScenarioShelf(ICatalogStore store, ItemCatalog catalog, ScenarioBook book, TimeProvider clock) =>
        (_documents, _catalog, _book, _clock) = (new(store, Kind, () => _byName.Keys, Take), catalog, book, clock);

    /// <summary>True where what cannot be had is in no list.</summary>
    internal bool HidesUnavailable { get; init; } = true;

    /// <summary>Puts what is stored in force.</summary>
    internal ValueTask RestoreAsync(CancellationToken cancellation) => _documents.RestoreAsync(cancellation);

    /// <summary>Takes up what other nodes saved.</summary>
    /// <param name="names">Which; null for all.</param>
    /// <param name="cancellation">Leaves those not yet read as they are.</param>
    internal async ValueTask RefreshAsync(IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        await _documents.RefreshAsync(names, cancellation);

    /// <summary>Those in force, by name.</summary>
    public IReadOnlyList<ScenarioVersion> List() => [.. Volatile.Read(ref _byName).Values.Where(history => !history.Removed).Select(history => history.Last)];

    /// <summary>The versions kept of a scenario, newest first; empty where there is none of the name.</summary>
    public IReadOnlyList<ScenarioVersion> Versions(string name) =>
        Volatile.Read(ref _byName).GetValueOrDefault(name) is { Removed: false } history ? [.. history.Versions.Reverse()] : [];

    /// <summary>A scenario that was never saved, compiled: for a preview.</summary>
    internal (CompiledScenario? Compiled, IReadOnlyList<ScenarioFault> Faults, IReadOnlyList<string> Warnings) Check(Scenario scenario)
    {
        var snapshot = _catalog.Snapshot;
        var check = new ScenarioCheck(scenario, snapshot);
        var compiled = check.Compile();
        return (compiled, check.Faults, compiled is null ? [] : new ScenarioWarnings(compiled, _catalog, EventTime.Now(_clock), HidesUnavailable).All());
    }

    /// <summary>Saves a scenario as the next version of its name.</summary>
    /// <param name="scenario">Its version is not looked at.</param>
    /// <param name="expected">The version it was made from, 0 for none; null where that does not matter.</param>
    /// <param name="cancellation">Saves nothing.</param>
    public async ValueTask<ScenarioOutcome> SaveAsync(Scenario scenario, int? expected, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return await _documents.ChangeAsync(() => SaveNextAsync(scenario, expected, cancellation), cancellation);
    }

    /// <summary>Saves an earlier version again, as the newest.</summary>
    public async ValueTask<ScenarioOutcome> RollBackAsync(string name, int version, CancellationToken cancellation) =>
        Versions(name).FirstOrDefault(kept => kept.Scenario.Version == version) is { } kept
            ? await SaveAsync(kept.Scenario, null, cancellation)
            : new ScenarioOutcome.Missing();

    /// <summary>The scenarios of an industry, as they fit the catalog as it stands; null where there is no preset of the name.</summary>
    public PresetScenarios? Preset(string industry) => ScenarioPresets.Of(industry, _catalog.Snapshot.Schema);

    /// <summary>Saves the scenarios of a preset, all or none.</summary>
    /// <param name="preset">As <see cref="Preset"/> gives it.</param>
    /// <param name="replace">False to keep those of its names that are in force; true to save all, as next versions.</param>
    /// <param name="cancellation">Saves no further ones.</param>
    public async ValueTask<PresetOutcome> SavePresetAsync(PresetScenarios preset, bool replace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var known = Volatile.Read(ref _byName);
        var added = preset.Scenarios.Count(scenario => !known.ContainsKey(scenario.Name));
        if (known.Count + added > ScenarioLimits.Scenarios)
        {
            return new PresetOutcome.Refused([TooMany(preset.Industry)]);
        }

        var (saved, kept, notes) = (new List<string>(), new List<string>(), new List<string>(preset.Notes));
        foreach (var scenario in preset.Scenarios)
        {
            switch (await SaveAsync(scenario, replace ? null : 0, cancellation))
            {
                case ScenarioOutcome.Saved(_, _, var warnings):
                    saved.Add(scenario.Name);
                    notes.AddRange(warnings.Select(warning => $"{scenario.Name}: {warning}"));
                    break;
                case ScenarioOutcome.Refused(var faults):
                    return new PresetOutcome.Refused(faults);
                default:
                    kept.Add(scenario.Name);
                    break;
            }
        }

        return new PresetOutcome.Saved(saved, kept, notes);
    }

    /// <summary>Takes a scenario out of force: its questions follow the default one.</summary>
    /// <returns>False where there is none of the name.</returns>
    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellation) => _documents.ChangeAsync(
        async () =>
        {
            if (_byName.GetValueOrDefault(name) is not { Removed: false } history)
            {
                return false;
            }

            await WriteAsync(name, history with { Removed = true }, cancellation);
            _book.Remove(name);
            return true;
        },
        cancellation);

    /// <summary>Lets go of the lock between writers.</summary>
    public void Dispose() => _documents.Dispose();

    async ValueTask<ScenarioOutcome> SaveNextAsync(Scenario scenario, int? expected, CancellationToken cancellation)
    {
        var history = _byName.GetValueOrDefault(scenario.Name);
        var inForce = history is { Removed: false } ? history.Last.Scenario.Version : 0;
        if (expected is { } version && version != inForce)
        {
            return new ScenarioOutcome.Outdated(inForce);
        }

        if (history is null && _byName.Count >= ScenarioLimits.Scenarios)
        {
            return new ScenarioOutcome.Refused([TooMany(scenario.Name)]);
        }

        var next = scenario with { Version = (history?.Last.Scenario.Version ?? 0) + 1 };
        var (compiled, faults, warnings) = Check(next);
        if (compiled is null)
        {
            return new ScenarioOutcome.Refused(faults);
        }

        var saved = new ScenarioVersion(next, EventTime.Now(_clock).Micros);
        await WriteAsync(next.Name, history?.With(saved) ?? new ScenarioHistory([saved]), cancellation);
        _book.Put(compiled);
        return new ScenarioOutcome.Saved(next, new EventTime(saved.SavedAt), warnings);
    }

    void Take(string name, string? json)
    {
        var history = json is null
            ? null
            : ScenarioHistory.Parse(name, json);
        Volatile.Write(ref _byName, history is null ? _byName.Remove(name) : _byName.SetItem(name, history));
        if (history is { Removed: false })
        {
            _book.Put(CompileStored(history.Last.Scenario));
        }
        else
        {
            _book.Remove(name);
        }
    }

    static ScenarioFault TooMany(string name) => new("name", name, $"A workspace has at most {ScenarioLimits.Scenarios} scenarios.");

    async ValueTask WriteAsync(string name, ScenarioHistory history, CancellationToken cancellation)
    {
        await _documents.WriteAsync(name, JsonSerializer.Serialize(history, ScenarioJson.Default.ScenarioHistory), cancellation);
        Volatile.Write(ref _byName, _byName.SetItem(name, history));
    }

    CompiledScenario CompileStored(Scenario scenario)
    {
        var snapshot = _catalog.Snapshot;
        CompiledFilter Compile(string text) => snapshot.Compile(text) is FilterOutcome.Compiled(var filter)
            ? filter
            : ((FilterOutcome.Compiled)snapshot.Compile(Nothing)).Filter;
        return new CompiledScenario(
            scenario,
            scenario.Filter is { } filter ? Compile(filter) : null,
            [.. scenario.Boosts.Select(boost => Compile(boost.When))],
            [.. scenario.Shares.Select(share => Compile(share.When))]);
    }
}
