using System.Globalization;
using Attune.Catalog;
using Attune.Embedded.Catalog;
using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.Filtering;
using BenchmarkDotNet.Attributes;

namespace Attune.Benchmarks;

/// <summary>A filter over a catalog of 100 000 items: compiled, worked out, and remembered.</summary>
public class FilterBenchmarks
{
    const string Text = "item.price < 100 && item.inStock && \"c7\" in item.categories";

    static readonly FilterContext Context = new(new EventTime(1_760_000_000_000_000));

    readonly string _data = Directory.CreateTempSubdirectory("attune-benchmarks-").FullName;
    DuckDbCatalogStore _store = null!;
    ItemCatalog _catalog = null!;
    CompiledFilter _filter = null!;
    CompiledFilter _timed = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _store = await DuckDbCatalogStore.OpenAsync(_data, new DuckDbSettings { Threads = 1 }, CancellationToken.None);
        _catalog = await ItemCatalog.OpenAsync(_store, TimeProvider.System, CancellationToken.None);
        foreach (var numbers in Enumerable.Range(0, 100_000).Chunk(5_000))
        {
            await _catalog.WriteAsync([.. numbers.Select(Item)], CancellationToken.None);
        }

        _filter = Compile(Text);
        // Whatever uses now() is worked out each time; this much of it holds for every item.
        _timed = Compile(Text + " && now() > timestamp(\"2020-01-01T00:00:00Z\")");
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _catalog.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Benchmark(Description = "compile a filter")]
    public FilterOutcome Compile() => FilterLanguage.Compile(Text, _catalog.Snapshot.Schema);

    [Benchmark(Description = "work a filter out over 100 000 items")]
    public ItemSet Evaluate() => _catalog.Snapshot.Evaluate(_timed, Context);

    [Benchmark(Description = "find it remembered")]
    public ItemSet Remembered() => _catalog.Snapshot.Evaluate(_filter, Context);

    CompiledFilter Compile(string text) => _catalog.Snapshot.Compile(text) is FilterOutcome.Compiled compiled
        ? compiled.Filter
        : throw new InvalidOperationException($"{text} is no filter of this catalog.");

    static PropertyWrite Item(int number) => PropertyWrite.Put(
        number.ToString(CultureInfo.InvariantCulture),
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"name":"Item {{number}}","price":{{number * 37 % 20_000 / 100.0}},"categories":["c{{number % 200}}"],"inStock":{{(number % 10 == 0 ? "false" : "true")}}}"""));
}
