using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Recommending.Answers;

namespace Attune.Recommending.Scenarios.Previewing;

/// <summary>Shows what a scenario would change before it is saved: answers the last questions by the one in force and by the proposed one.</summary>
/// <remarks>
/// The questions are those of the answers that <see cref="AnswerJournal"/> keeps. Both answers of a question stand on the same
/// generation, profile and time, and on the chance of the answer that was given; none of them is kept, counted or learned from.
/// Cost: three answers a question, the third to score both lists alike.
/// </remarks>
/// <param name="recommender">Answers.</param>
/// <param name="shelf">Checks the proposed scenario.</param>
/// <param name="generations">The model.</param>
/// <param name="catalog">Says how many items there are.</param>
/// <param name="categoryProperties">The properties that say which kind of item it is; of an item the first it has.</param>
public sealed class ScenarioPreview(
    Recommender recommender, ScenarioShelf shelf, GenerationHolder generations, ItemCatalog catalog, IReadOnlyList<string> categoryProperties)
{
    /// <summary>Questions asked again where nobody says how many.</summary>
    public const int DefaultQuestions = 200;

    /// <summary>Most questions asked again.</summary>
    public const int MostQuestions = 1_000;

    /// <summary>With fewer questions of the scenario's own, those of all scenarios are asked again.</summary>
    const int FewestOwn = 20;

    /// <summary>Among so many of the newest answers questions are sought: some 20 ms.</summary>
    const int Searched = 2_000;

    /// <summary>Makes a preview.</summary>
    /// <param name="proposed">The scenario as it would be saved.</param>
    /// <param name="questions">Most questions to ask again, 1 to <see cref="MostQuestions"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<PreviewOutcome> RunAsync(Scenario proposed, int questions, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        var (after, faults, warnings) = shelf.Check(proposed);
        if (after is null)
        {
            return new PreviewOutcome.Refused(faults);
        }

        var before = recommender.Scenarios.Of(proposed.Name);
        AnswerRecord[] all = [.. recommender.Journal.Latest(Searched).Where(answer => answer.List is null)];
        AnswerRecord[] own = [.. all.Where(answer => answer.Request.Scenario == proposed.Name)];
        var asked = own.Length >= FewestOwn ? own : all;
        var categories = new Dictionary<ItemId, IReadOnlyCollection<string>>();
        var tally = new PreviewTally(catalog.Snapshot.Listed.Count, item => categories.GetValueOrDefault(item) ?? []);
        using var lease = generations.Acquire();
        foreach (var answer in asked.Take(questions))
        {
            cancellation.ThrowIfCancellationRequested();
            var rehearsal = await recommender.RehearseAsync(answer.Request, proposed.Name, lease?.Generation, answer.Inputs.Chance, cancellation);
            var (was, wouldBe) = (rehearsal.Answer(before), rehearsal.Answer(after));
            foreach (var item in was.Items.Concat(wouldBe.Items))
            {
                categories.TryAdd(item.Item, CategoriesOf(item.Properties));
            }

            tally.Add(Of(was), Of(wouldBe), Scores(rehearsal, was, wouldBe));
        }

        var inForce = recommender.Scenarios.Has(proposed.Name) ? before.Scenario.Version : 0;
        return new PreviewOutcome.Made(tally.Report(ReferenceEquals(asked, own), inForce, warnings));
    }

    static (IReadOnlyList<ItemId> Items, int Wanted) Of(RehearsedList list) => ([.. list.Items.Select(item => item.Item)], list.Wanted);

    static Dictionary<ItemId, double> Scores(Rehearsal rehearsal, RehearsedList was, RehearsedList wouldBe)
    {
        ItemId[] both = [.. was.Items.Concat(wouldBe.Items).Select(item => item.Item).Distinct()];
        return both.Length == 0 ? [] : rehearsal.Rank(both).Items.ToDictionary(item => item.Item, item => item.Score);
    }

    HashSet<string> CategoriesOf(ReadOnlyMemory<byte> properties)
    {
        if (properties.IsEmpty)
        {
            return [];
        }

        using var document = JsonDocument.Parse(properties);
        foreach (var name in categoryProperties)
        {
            if (document.RootElement.TryGetProperty(name, out var value))
            {
                return value.ValueKind switch
                {
                    JsonValueKind.Array => [.. value.EnumerateArray().Select(entry => entry.ToString())],
                    JsonValueKind.Null => [],
                    _ => [value.ToString()],
                };
            }
        }

        return [];
    }
}
