using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Tests.Fakes;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>Filters over a million items that let one in a thousand through, beside the same that let all through.</summary>
/// <remarks>
/// For the first time: its price is another each time, so that nothing of it is remembered. Again: all but what depends on the time
/// is remembered, as for a filter that questions share.
/// </remarks>
public class FilterSelectivityBenchmarks
{
    const int Items = 1_000_000;
    const string Timed = " && now() > timestamp(\"2020-01-01T00:00:00Z\")";

    static readonly FilterContext Context = new(new EventTime(1_760_000_000_000_000));

    ItemCatalog _catalog = null!;
    CompiledFilter _few = null!;
    CompiledFilter _all = null!;
    int _next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _catalog = await ItemCatalog.OpenAsync(new MemoryCatalogStore(), TimeProvider.System, CancellationToken.None);
        foreach (var numbers in Enumerable.Range(0, Items).Chunk(10_000))
        {
            await _catalog.WriteAsync([.. numbers.Select(Item)], CancellationToken.None);
        }

        (_few, _all) = (Compile(Text("c7", 1_000) + Timed), Compile(Text("all", 1_000) + Timed));
        if ((_catalog.Snapshot.Evaluate(_few, Context).Count, _catalog.Snapshot.Evaluate(_all, Context).Count) is not (Items / 1_000, Items) and var counts)
        {
            throw new InvalidOperationException($"The filters let {counts} of {Items} items through.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _catalog.Dispose();

    [Benchmark(Description = "1 000 000 items, all pass, first time", Baseline = true)]
    public ItemSet AllFirst() => _catalog.Snapshot.Evaluate(Compile(Text("all", Price())), Context);

    [Benchmark(Description = "1 000 000 items, 0.1 % pass, first time")]
    public ItemSet FewFirst() => _catalog.Snapshot.Evaluate(Compile(Text("c7", Price())), Context);

    [Benchmark(Description = "1 000 000 items, all pass, again")]
    public ItemSet AllAgain() => _catalog.Snapshot.Evaluate(_all, Context);

    [Benchmark(Description = "1 000 000 items, 0.1 % pass, again")]
    public ItemSet FewAgain() => _catalog.Snapshot.Evaluate(_few, Context);

    double Price() => 1_000 + (_next++ / 1_000.0);

    static string Text(string category, double price) =>
        string.Create(CultureInfo.InvariantCulture, $"item.price < {price} && item.inStock && \"{category}\" in item.categories");

    CompiledFilter Compile(string text) => _catalog.Snapshot.Compile(text) is FilterOutcome.Compiled compiled
        ? compiled.Filter
        : throw new InvalidOperationException($"{text} is no filter of this catalog.");

    static PropertyWrite Item(int number) => PropertyWrite.Put(
        number.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $$"""{"price":{{number * 37 % 20_000 / 100.0}},"categories":["all","c{{number % 1_000}}"],"inStock":true}"""));
}
