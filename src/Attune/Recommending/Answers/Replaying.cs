using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Recommending.Arranging;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending.Answers;

/// <summary>Makes an answer again and compares.</summary>
/// <remarks>
/// <para><b>What is kept</b> with an answer: the profile, what each source gave each candidate, what rules found beside them, chance and
/// time. Ranking and arranging run again on that, by the code that answers questions. <b>What is looked up</b>: the version of the
/// scenario, the generation, and the properties of items and of who asked; where one of them is no longer what it was, the reasons say so.</para>
/// </remarks>
sealed class Replaying(Recommender recommender, ItemCatalog catalog, ScenarioShelf scenarios, GenerationShelf generations)
{
    /// <summary>Makes an answer again.</summary>
    public async ValueTask<AnswerReplay> ReplayAsync(AnswerRecord record, CancellationToken cancellation)
    {
        if (record.List is { } list)
        {
            return Impossible($"A list of the kind '{list}' is read from the state as it is now, and cannot be made again.");
        }

        if (ScenarioOf(record) is not { } scenario)
        {
            return Impossible(string.Create(
                CultureInfo.InvariantCulture, $"Version {record.ScenarioVersion} of the scenario '{record.Scenario}' is no longer kept, or does not fit the catalog any more."));
        }

        var user = record.Request.User is { } asked && catalog.Users is { } users ? await users.PropertiesAsync(asked, cancellation) : null;
        using var lease = generations.Holder.Acquire();
        if (record.Generation == 0 || lease?.Generation.Manifest.Number == record.Generation)
        {
            return Compare(record, recommender.MakeAgain(record, record.Generation == 0 ? null : lease!.Generation, scenario, user));
        }

        using var older = await generations.OpenAsync(record.Generation, cancellation);
        return older is null
            ? Impossible(string.Create(CultureInfo.InvariantCulture, $"Generation {record.Generation} is no longer kept."))
            : Compare(record, recommender.MakeAgain(record, older, scenario, user));
    }

    CompiledScenario? ScenarioOf(AnswerRecord record)
    {
        if (recommender.Scenarios.Of(record.Scenario) is var inForce
            && inForce.Scenario.Name == record.Scenario && inForce.Scenario.Version == record.ScenarioVersion)
        {
            return inForce;
        }

        return record.ScenarioVersion == 0
            ? CompiledScenario.Default
            : scenarios.Versions(record.Scenario).FirstOrDefault(kept => kept.Scenario.Version == record.ScenarioVersion) is { } version
                ? scenarios.Check(version.Scenario).Compiled
                : null;
    }

    AnswerReplay Compare(AnswerRecord record, Slot[] again)
    {
        var given = record.Inputs.Slots;
        var differences = new List<ReplayDifference>();
        for (var place = 0; place < Math.Max(given.Length, again.Length); place++)
        {
            var (before, after) = (At(given, place), At(again, place));
            if (before is null || after is null || !Same(before.Value, after.Value))
            {
                differences.Add(new ReplayDifference(place + 1, IdOf(before), before?.Score ?? 0, IdOf(after), after?.Score ?? 0));
            }
        }

        return new AnswerReplay(differences.Count == 0, differences.Count == 0 ? [] : ReasonsOf(record.Inputs), differences);
    }

    List<string> ReasonsOf(AnswerInputs kept)
    {
        var snapshot = catalog.Snapshot;
        var changed = kept.Candidates.Select(candidate => (candidate.Item, candidate.Print))
            .Concat(kept.Slots.Zip(kept.Prints, (slot, print) => (slot.Item, Print: print)))
            .Where(item => PropertyPrint.Of(snapshot.PropertiesUtf8(item.Item).Span) != item.Print)
            .Select(item => $"The properties of the item '{catalog.IdOf(item.Item)}' have changed since.")
            .Distinct()
            .ToList();
        return changed.Count > 0 ? changed : ["Something that is not kept with an answer has changed since: a setting, or properties of the user or of items the user took up."];
    }

    static Slot? At(Slot[] slots, int place) => place < slots.Length ? slots[place] : null;

    ItemId? IdOf(Slot? slot) => slot is { Item: var item } ? catalog.IdOf(item) : null;

    // Bits, not numbers: two zeros or two NaNs are told apart.
    static bool Same(Slot one, Slot other) =>
        one.Item == other.Item && one.Kind == other.Kind
        && BitConverter.SingleToInt32Bits(one.Score) == BitConverter.SingleToInt32Bits(other.Score)
        && BitConverter.SingleToInt32Bits(one.Propensity) == BitConverter.SingleToInt32Bits(other.Propensity);

    static AnswerReplay Impossible(string reason) => new(false, [reason], []);
}
