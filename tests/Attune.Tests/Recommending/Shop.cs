using System.Text;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Learning.Neighbors;
using Attune.Learning.Sessions;
using Attune.Live;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Recommending.Scenarios;
using Attune.Tests.Fakes;
using Attune.Tests.Generations;
using Attune.Tests.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Tests.Recommending;

/// <summary>
/// A shop of 40 items, <c>i000</c> to <c>i039</c>, ten of a kind: taste and neighbours stay within a kind. Everything is real
/// but the disks; the generation is mapped from a file.
/// </summary>
sealed class Shop : IAsyncDisposable
{
    public const int Items = 40;

    readonly MemoryCatalogStore _store = new();
    readonly MemoryLog _log = new();

    Shop(ItemCatalog catalog, MemoryCatalogStore store)
    {
        (Catalog, _store) = (catalog, store);
        Live = new LivePath(_log, State, catalog.OrdinalsAsync, new LiveSettings(), TimeProvider.System, NullLogger<LivePath>.Instance);
    }

    public ItemCatalog Catalog { get; }

    public ICatalogStore Store => _store;

    public MemoryState State { get; } = new();

    public LivePath Live { get; }

    public GenerationHolder Generations { get; } = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Shop> OpenAsync(bool stocked = true, bool trained = true, SessionEmbedding? next = null)
    {
        var store = new MemoryCatalogStore();
        var shop = new Shop(await ItemCatalog.OpenAsync(store, TimeProvider.System, Cancellation), store);
        await shop.Live.StartAsync(Cancellation);
        if (stocked)
        {
            await shop.StockAsync([.. Enumerable.Range(0, Items).Select(n => ($"i{n:000}", n / 10, n))]);
        }

        if (trained)
        {
            await shop.TrainAsync(next);
        }

        return shop;
    }

    public async Task StockAsync(params (string Id, int Kind, int Price)[] items) =>
        await Catalog.WriteAsync(
            [.. items.Select(item => PropertyWrite.Put(item.Id, $$"""{"category": "kind {{item.Kind}}", "price": {{item.Price}}}"""))],
            Cancellation);

    public async Task<LogToken> HappensAsync(params UserEvent[] events)
    {
        var token = Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(events, Cancellation)).Token;
        Assert.True(await Live.WaitAsync(token, TimeSpan.FromSeconds(30), Cancellation));
        return token;
    }

    public Recommender Recommender(RecommendSettings? settings = null, TimeProvider? clock = null) =>
        new(Catalog, State, Live, Generations, (settings ?? new()) with { Seed = 7 }, clock ?? TimeProvider.System);

    /// <summary>The answers a recommender gave, with the scenarios and generations to make them again.</summary>
    public PastAnswers Past(Recommender recommender, ScenarioShelf? scenarios = null) => new(
        recommender, Catalog, scenarios ?? Scenarios(recommender), new GenerationShelf(_store, Generations, Catalog.OrdinalsAsync), new());

    public ScenarioShelf Scenarios(Recommender recommender) => new(_store, Catalog, recommender.Scenarios, recommender.Clock);

    public async Task<Recommendation> AskAsync(RecommendationRequest request, RecommendSettings? settings = null, TimeProvider? clock = null) =>
        Assert.IsType<RecommendOutcome.Answered>(
            await Recommender(settings, clock).RecommendAsync(
                request.Deadline == RecommendationRequest.DefaultDeadline ? request with { Deadline = TimeSpan.FromSeconds(2) } : request,
                Cancellation)).Recommendation;

    async Task TrainAsync(SessionEmbedding? next)
    {
        const int factors = 4;
        var values = new float[Items * factors];
        var gram = new float[factors * factors];
        for (var n = 0; n < Items; n++)
        {
            // Along the axis of its kind; the lower numbers of a kind a little longer.
            values[(n * factors) + (n / 10)] = 1 - (n % 10 * 0.02f);
            gram[(n / 10 * factors) + (n / 10)] += values[(n * factors) + (n / 10)] * values[(n * factors) + (n / 10)];
        }

        int[] neighbors = [.. Enumerable.Range(0, Items).SelectMany(n => Enumerable.Range(1, 3).Select(step => (n / 10 * 10) + ((n + step) % 10)))];
        float[] scores = [.. Enumerable.Range(0, Items).SelectMany(_ => Enumerable.Range(0, 3).Select(step => 0.6f - (step * 0.2f)))];
        var contents = new GenerationContents
        {
            ItemIds = [.. Enumerable.Range(0, Items).Select(n => $"i{n:000}")],
            Factors = new ItemFactors(Items, factors, values, gram, 0.1f, 0.01f),
            Neighbors = new NeighborLists(Items, 3, neighbors, scores),
            Features = Kinds(factors),

            // The like of it, one kind on.
            Complements = new NeighborLists(Items, 1, Enumerable.Range(0, Items).Select(n => (n + 10) % Items).ToArray(), Enumerable.Repeat(0.5f, Items).ToArray()),
            Next = next,
            Popularity = Enumerable.Range(0, Items).Select(n => (float)(Items - n)).ToArray(),
        };
        var path = Path.Combine(_store.Folder, "shop.safetensors");
        var manifest = await GenerationSamples.WriteAsync(path, contents, 3);
        Generations.Swap(Generation.Load(path, manifest, id => Catalog.TryGetOrdinal(new ItemId(id), out var ordinal) ? ordinal : -1));
    }

    // An item's kind says along which axis it lies: half way out.
    static FeatureMap Kinds(int factors)
    {
        var kinds = Enumerable.Range(0, factors).Select(kind => (
            Hash: PropertyFeatures.Of(Encoding.UTF8.GetBytes($$"""{"category": "kind {{kind}}"}"""))[0].Hash, Kind: kind)).OrderBy(pair => pair.Hash).ToList();
        return new FeatureMap(
            factors,
            kinds.Select(pair => pair.Hash).ToArray(),
            kinds.SelectMany(pair => Enumerable.Range(0, factors).Select(axis => axis == pair.Kind ? 0.5f : 0)).ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        Generations.Dispose();
        Catalog.Dispose();
        await _store.DisposeAsync();
    }
}
