using System.Globalization;
using Attune.Catalog;
using Attune.Filtering;
using Attune.Recommending.Candidates;
using Attune.Wording;

namespace Attune.Recommending.Scenarios;

/// <summary>Compiles a scenario's conditions and finds everything that breaks a limit.</summary>
sealed class ScenarioCheck(Scenario scenario, CatalogSnapshot catalog)
{
    readonly List<ScenarioFault> _faults = [];

    /// <summary>What is wrong, in the order of the settings.</summary>
    public IReadOnlyList<ScenarioFault> Faults => _faults;

    /// <summary>The scenario, compiled; null where anything is wrong.</summary>
    public CompiledScenario? Compile()
    {
        CheckTexts();
        Within("count", scenario.Count ?? 1, 1, RecommendationRequest.MaxCount);
        CheckWeights();
        var filter = scenario.Filter is { } text ? Condition("filter", text) : null;
        Most("exclude", scenario.Exclude.Count, ScenarioLimits.Exclude);
        var boosts = CheckBoosts();
        CheckPins();
        CheckCaps();
        var shares = CheckShares();
        Within("diversity", scenario.Diversity, 0, 1);
        Within("calibration", scenario.Calibration, 0, 1);
        Within("repeatedItemWeight", scenario.RepeatedItemWeight ?? 0, 0, 1);
        CheckRotation();
        Within("newItemShare", scenario.NewItemShare ?? 0, 0, 0.5);
        Within("exploration", scenario.Exploration, 0, 0.5);
        return _faults.Count > 0 ? null : new CompiledScenario(scenario, filter, boosts!, shares!);
    }

    void CheckTexts()
    {
        if (!ScenarioLimits.IsName(scenario.Name))
        {
            Add("name", scenario.Name, $"1 to {ScenarioLimits.Name} letters, digits, '-', '_' and '.', beginning with a letter or digit.");
        }
        else if (scenario.Name == ScenarioLimits.Reserved)
        {
            Add("name", scenario.Name, $"Any name but '{ScenarioLimits.Reserved}', which is an address of its own.");
        }

        if (scenario.Description.Length > ScenarioLimits.Description)
        {
            Add("description", scenario.Description, $"At most {ScenarioLimits.Description} characters.");
        }
    }

    void CheckWeights()
    {
        foreach (var (name, weight) in scenario.Weights)
        {
            if (!CandidateSources.Weighed.Contains(name))
            {
                var near = Spelling.Nearest(name, CandidateSources.Weighed);
                var meant = near is null ? "" : $" Did you mean {near}?";
                Add($"weights.{name}", name, $"One of {string.Join(", ", CandidateSources.Weighed)}.{meant}");
            }

            Within($"weights.{name}", weight, 0, 100);
        }
    }

    CompiledFilter[] CheckBoosts()
    {
        Most("boosts", scenario.Boosts.Count, ScenarioLimits.Boosts);
        var compiled = new CompiledFilter[scenario.Boosts.Count];
        for (var n = 0; n < compiled.Length; n++)
        {
            compiled[n] = Condition($"boosts[{n}].when", scenario.Boosts[n].When)!;
            Within($"boosts[{n}].factor", scenario.Boosts[n].Factor, 0.001, 1_000);
        }

        return compiled;
    }

    void CheckPins()
    {
        Most("pins", scenario.Pins.Count, ScenarioLimits.Pins);
        for (var n = 0; n < scenario.Pins.Count; n++)
        {
            var pin = scenario.Pins[n];
            Within($"pins[{n}].position", pin.Position, 1, RecommendationRequest.MaxCount);
            var before = scenario.Pins.Take(n);
            if (before.Any(other => other.Position == pin.Position))
            {
                Add($"pins[{n}].position", Number(pin.Position), "A place is given to one item.");
            }

            if (before.Any(other => other.Item == pin.Item))
            {
                Add($"pins[{n}].itemId", pin.Item.Value, "An item is pinned once.");
            }
        }
    }

    void CheckCaps()
    {
        Most("caps", scenario.Caps.Count, ScenarioLimits.Caps);
        for (var n = 0; n < scenario.Caps.Count; n++)
        {
            var cap = scenario.Caps[n];
            Within($"caps[{n}].most", cap.Most, 1, RecommendationRequest.MaxCount);
            Within($"caps[{n}].window", cap.Window ?? cap.Most + 1, cap.Most + 1, RecommendationRequest.MaxCount);
            if (!catalog.Schema.TryGet(cap.Property, out var property))
            {
                var near = Spelling.Nearest(cap.Property, catalog.Schema.Properties.Select(known => known.Name));
                Add($"caps[{n}].property", cap.Property, $"Items have no property '{cap.Property}'.{(near is null ? "" : $" Did you mean {near}?")}");
            }
            else if (property.Type is not (PropertyType.Text or PropertyType.TextSet or PropertyType.Number or PropertyType.Boolean))
            {
                Add($"caps[{n}].property", cap.Property, $"A text, a set of texts, a number or a boolean; this is a {property.Type.Name()}.");
            }
        }
    }

    CompiledFilter[] CheckShares()
    {
        Most("shares", scenario.Shares.Count, ScenarioLimits.Shares);
        var compiled = new CompiledFilter[scenario.Shares.Count];
        for (var n = 0; n < compiled.Length; n++)
        {
            compiled[n] = Condition($"shares[{n}].when", scenario.Shares[n].When)!;
            Within($"shares[{n}].least", scenario.Shares[n].Least, 0.01, 1);
        }

        return compiled;
    }

    void CheckRotation()
    {
        if (scenario.Rotation is { } rotation)
        {
            Within("rotation.after", rotation.After, 1, 1_000);
            Within("rotation.factor", rotation.Factor, 0, 1);
            Within("rotation.rest", rotation.Rest, 0.01, 24 * 365);
        }
    }

    CompiledFilter? Condition(string field, string text)
    {
        switch (catalog.Compile(text))
        {
            case FilterOutcome.Compiled(var filter):
                return filter;
            case FilterOutcome.Refused(var fault):
                _faults.Add(new ScenarioFault(field, text, fault.Message, fault));
                return null;
            default:
                return null;
        }
    }

    void Within(string field, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            Add(field, Number(value), FormattableString.Invariant($"From {least} to {most}."));
        }
    }

    void Most(string field, int count, int most)
    {
        if (count > most)
        {
            Add(field, Number(count), $"At most {most}.");
        }
    }

    void Add(string field, string? value, string limit) => _faults.Add(new ScenarioFault(field, value, limit));

    static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
