using System.Globalization;
using System.Numerics;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Scenarios;

/// <summary>Says what a scenario will do that nobody can have meant: it breaks no limit, and its lists would be empty or its rules without effect.</summary>
sealed class ScenarioWarnings(CompiledScenario compiled, ItemCatalog catalog, EventTime now, bool hidesUnavailable)
{
    readonly Scenario _scenario = compiled.Scenario;
    readonly CatalogSnapshot _snapshot = catalog.Snapshot;
    readonly ItemSet? _available = hidesUnavailable ? new Availability().Of(catalog.Snapshot, now) : null;

    /// <summary>A sentence each.</summary>
    public IReadOnlyList<string> All()
    {
        if (_snapshot.Listed.Count == 0)
        {
            return ["The catalog lists no item yet: every list would be empty."];
        }

        var listed = Showable(_snapshot.Listed);
        if (listed == 0)
        {
            return ["No listed item can be had: every list would be empty."];
        }

        return [.. Matches(listed), .. Conditions(), .. Pinned(), .. Excluded()];
    }

    IEnumerable<string> Matches(int listed)
    {
        if (compiled.Filter is not { } filter || Judge(filter) is not { } passing)
        {
            yield break;
        }

        var matches = Showable(passing);
        var items = _available is null ? "listed items" : "listed items that can be had";
        var wanted = _scenario.Count ?? RecommendationRequest.DefaultCount;
        if (matches == 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The filter matches none of the {listed} {items}: every list would be empty.");
        }
        else if (matches < wanted)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The filter matches {matches} of the {listed} {items}, fewer than the {wanted} wanted.");
        }
    }

    IEnumerable<string> Conditions()
    {
        var had = _available is null ? "" : " that can be had";
        for (var n = 0; n < compiled.Boosts.Count; n++)
        {
            if (Judge(compiled.Boosts[n]) is { } boosted && Showable(boosted) == 0)
            {
                yield return $"boosts[{n}] matches no listed item{had}.";
            }
        }

        for (var n = 0; n < compiled.Shares.Count; n++)
        {
            if (Judge(compiled.Shares[n]) is { } group && Showable(group) == 0)
            {
                yield return $"shares[{n}] matches no listed item{had}.";
            }
        }
    }

    IEnumerable<string> Pinned()
    {
        var allowed = (compiled.Filter is { } filter ? Judge(filter) : null) ?? _snapshot.Listed;
        foreach (var pin in _scenario.Pins)
        {
            if (!catalog.TryGetOrdinal(pin.Item, out var item) || !_snapshot.IsListed(item))
            {
                yield return $"The pinned item '{pin.Item}' is not listed: its place goes to others until it is.";
            }
            else if (!allowed.Contains(item) || _scenario.Exclude.Contains(pin.Item))
            {
                yield return $"The pinned item '{pin.Item}' is kept out by the scenario's own filter or exclude.";
            }
        }
    }

    IEnumerable<string> Excluded() => _scenario.Exclude
        .Where(item => !catalog.TryGetOrdinal(item, out _))
        .Take(3)
        .Select(item => $"The excluded item '{item}' is not known.");

    // How many of the items can be had.
    int Showable(ItemSet items)
    {
        if (_available is not { } available)
        {
            return items.Count;
        }

        var words = items.Words;
        var others = available.Words;
        var count = 0;
        for (var n = 0; n < Math.Min(words.Length, others.Length); n++)
        {
            count += BitOperations.PopCount(words[n] & others[n]);
        }

        return count;
    }

    // Nobody asks now: of a condition on who asks, or about what, only the parts that every question has in common can be judged.
    ItemSet? Judge(CompiledFilter condition)
    {
        var common = (condition.Dependence & ~Dependence.Now) == Dependence.None ? condition : condition.Steady;
        return common is null ? null : _snapshot.Evaluate(common, new FilterContext(now));
    }
}
