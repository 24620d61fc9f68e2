using Attune.Catalog;

namespace Attune.Cluster.Tests.Postgres;

/// <summary>Reads what a node is told, so many at a time.</summary>
sealed class Watching(IAsyncEnumerator<CatalogChange> changes) : IAsyncDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task<Watching> BeginAsync(ICatalogStore store, CancellationToken cancellation) =>
        new((await store.WatchAsync(cancellation)).GetAsyncEnumerator(cancellation));

    public async Task<List<CatalogChange>> NextAsync(int count)
    {
        var told = new List<CatalogChange>();
        while (told.Count < count)
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Longest), "The watch ended.");
            told.Add(changes.Current);
        }

        return told;
    }

    public ValueTask DisposeAsync() => changes.DisposeAsync();
}
