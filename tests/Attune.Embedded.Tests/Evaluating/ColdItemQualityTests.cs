using System.Globalization;
using Attune.Catalog;
using Attune.Embedded.Importing;
using Attune.Embedded.Tests.Importing;
using Attune.Embedded.Tests.Truth;
using Attune.Events;
using Attune.Operating.Jobs;
using Attune.Recommending;

namespace Attune.Embedded.Tests.Evaluating;

/// <summary>
/// What properties are worth for items nobody has taken up: a tenth of the items is kept from the engine's log, put into its
/// catalog after the training, and ranked among themselves for those who took them up (ADR 0014).
/// </summary>
public sealed class ColdItemQualityTests(ITestOutputHelper output)
{
    const int Listed = 20;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_MovieLens_100k_genres_and_titles_place_new_films_far_better_than_chance()
    {
        var (features, chance, _) = await MeasureAsync("ml-100k");

        Assert.True(features > 1.5 * chance, $"{features} against {chance}");
    }

    [Fact]
    public async Task On_Online_Retail_descriptions_place_new_products_far_better_than_chance()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ATTUNE_TEST_FULL") == "1", "One of the long runs.");
        var (features, chance, _) = await MeasureAsync("online-retail");

        Assert.True(features > 1.5 * chance, $"{features} against {chance}");
    }

    async Task<(double Features, double Chance, double Hindsight)> MeasureAsync(string preset)
    {
        var all = await Imports.ReadAllAsync(
            new ImportSettings { Paths = [PresetTests.DataSet(preset)], Preset = preset, ChunkRows = 10_000 }, Cancellation);
        using var folder = new TemporaryFolder();
        var clock = TruthEngine.Clock();
        clock.MoveTo(all.Events[0].Time);
        await using var engine = await TruthEngine.OpenAsync(folder.Path, clock, new RecommendSettings { NewItemShare = 0 });
        var random = new Random(1);
        var cold = all.Items.Where(_ => random.Next(10) == 0).Select(item => item.Id).ToHashSet();
        var known = all.Items.Where(item => !cold.Contains(item.Id)).Select(item => PropertyWrite.Put(item.Id, item.Properties));
        foreach (var batch in known.Chunk(CatalogLimits.BatchRecords))
        {
            await engine.Catalog.WriteAsync(batch, Cancellation);
        }

        foreach (var batch in all.Events.Where(happened => !cold.Contains(happened.Item!.Value.Value)).Chunk(EventLimits.BatchEvents))
        {
            clock.MoveTo(batch[^1].Time);
            await engine.Ingest.AcceptAsync([.. batch.Select(happened => new ParsedRow(happened, null, IsNamed: false))], Cancellation);
        }

        await engine.Archiver.CatchUpAsync(Cancellation);
        Assert.Equal(JobState.Done, (await engine.StartTraining().Completion).State);

        // After the training: as a launch.
        var launched = all.Items.Where(item => cold.Contains(item.Id)).Select(item => PropertyWrite.Put(item.Id, "{\"launched\":true," + item.Properties[1..]));
        foreach (var batch in launched.Chunk(CatalogLimits.BatchRecords))
        {
            await engine.Catalog.WriteAsync(batch, Cancellation);
        }

        return await AskAsync(engine, all.Events, cold);
    }

    async Task<(double Features, double Chance, double Hindsight)> AskAsync(
        Operating.Workspace engine, IReadOnlyList<UserEvent> events, HashSet<string> cold)
    {
        var weights = new EventWeights();
        var relevant = events
            .Where(happened => happened.User is not null && cold.Contains(happened.Item!.Value.Value) && weights.Strength(happened.Type, happened.Value) > 0)
            .GroupBy(happened => happened.User!.Value)
            .OrderBy(group => group.Key.Value, StringComparer.Ordinal)
            .Select(group => (User: group.Key, Items: group.Select(happened => happened.Item!.Value.Value).ToHashSet()))
            .ToList();
        var random = new Random(2);
        var popular = relevant.SelectMany(one => one.Items).GroupBy(id => id).OrderByDescending(group => group.Count()).Select(group => group.Key).ToList();
        var (byFeatures, byChance, byHindsight, recall, byTaste) = (0.0, 0.0, 0.0, 0.0, 0);
        foreach (var (user, items) in relevant)
        {
            var answer = await TruthEngine.AskAsync(engine, new RecommendationRequest { User = user, Count = Listed, Filter = "item.launched" });
            string[] list = [.. answer.Items.Select(item => item.Item.Value)];
            byTaste += answer.Items.Count > 0 && answer.Items[0].Reason == "taste" ? 1 : 0;
            byFeatures += Ndcg(list, items);
            recall += (double)list.Count(items.Contains) / items.Count;
            var shuffled = cold.Order(StringComparer.Ordinal).ToArray();
            random.Shuffle(shuffled);
            byChance += Ndcg(shuffled[..Math.Min(Listed, shuffled.Length)], items);
            byHindsight += Ndcg([.. popular.Take(Listed)], items);
        }

        var asked = (double)relevant.Count;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{relevant.Count} users, {cold.Count} items nobody had taken up: NDCG@{Listed} {byFeatures / asked:0.0000} by properties (recall {recall / asked:0.0000}, first place by taste in {byTaste / asked:p0}), {byChance / asked:0.0000} by chance, {byHindsight / asked:0.0000} by their popularity afterwards"));
        return (byFeatures / asked, byChance / asked, byHindsight / asked);
    }

    static double Ndcg(string[] list, HashSet<string> relevant)
    {
        var (gain, ideal) = (0.0, 0.0);
        for (var rank = 0; rank < Listed; rank++)
        {
            var worth = 1 / Math.Log2(rank + 2);
            gain += rank < list.Length && relevant.Contains(list[rank]) ? worth : 0;
            ideal += rank < relevant.Count ? worth : 0;
        }

        return gain / ideal;
    }
}
