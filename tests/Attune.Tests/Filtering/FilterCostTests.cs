using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Filtering.Plans;
using Attune.Tests.Fakes;

namespace Attune.Tests.Filtering;

/// <summary>What filters cost, in chunks of 1 024 items read: the same on every machine.</summary>
public sealed class FilterCostTests
{
    const int Items = 20_480;
    const int Chunks = Items / 1024;

    [Fact]
    public async Task A_selective_filter_costs_no_more_than_one_that_matches_all()
    {
        await using var store = new MemoryCatalogStore();
        using var catalog = await FilledAsync(store);

        var all = Cost(catalog.Snapshot, "'all' in item.tags && item.price >= 0 && item.title.contains('t')");
        var few = Cost(catalog.Snapshot, "item.title.contains('t') && item.price >= 0 && item.brand == 'rare'");

        Assert.Equal((Items, 3 * Chunks), all);

        // One item in 1 024 of the first two chunks: what is dearer than the bitmap is looked at there only.
        Assert.Equal((2, Chunks + 2 + 2), few);
    }

    [Fact]
    public async Task A_text_that_nobody_has_costs_nothing()
    {
        await using var store = new MemoryCatalogStore();
        using var catalog = await FilledAsync(store);

        Assert.Equal((0, 0), Cost(catalog.Snapshot, "item.price >= 0 && item.brand == 'nobody'"));
    }

    static (int Items, long ChunksRead) Cost(CatalogSnapshot snapshot, string text)
    {
        var filter = Assert.IsType<FilterOutcome.Compiled>(snapshot.Compile(text)).Filter;
        var plan = new Binder(snapshot, new QuestionValues(snapshot, new FilterContext(default(EventTime)))).Bind(filter.Root);
        var count = 0;
        var words = new ulong[16];
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            snapshot.Listed.Words.Slice(chunk * 16, 16).CopyTo(words);
            plan.Narrow(chunk, words);
            count += words.Sum(System.Numerics.BitOperations.PopCount);
        }

        return (count, plan is ConstantPlan ? 0 : plan.ChunksRead);
    }

    static async Task<ItemCatalog> FilledAsync(MemoryCatalogStore store)
    {
        var catalog = await ItemCatalog.OpenAsync(store, TimeProvider.System, TestContext.Current.CancellationToken);
        for (var first = 0; first < Items; first += 10_000)
        {
            var rows = Enumerable.Range(first, Math.Min(10_000, Items - first)).Select(n => PropertyWrite.Put(
                n.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{{\"price\": {n}, \"title\": \"t{n % 50}\", \"tags\": [\"all\"], \"brand\": \"{(n is 7 or 1030 ? "rare" : "usual")}\"}}")));
            await catalog.WriteAsync([.. rows], TestContext.Current.CancellationToken);
        }

        return catalog;
    }
}
