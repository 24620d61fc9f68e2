namespace Attune.Catalog;

/// <summary>The documents of one kind that every node holds in memory: read at the start, again where another node changed them, changed one at a time.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="kind">Their kind.</param>
/// <param name="known">The names held in memory.</param>
/// <param name="take">Puts a document in force by its name; null takes it out. Throws what its reading throws.</param>
sealed class SharedDocuments(ICatalogStore store, string kind, Func<IEnumerable<string>> known, Action<string, string?> take) : IDisposable
{
    readonly SemaphoreSlim _changing = new(1);

    /// <summary>Puts what is stored in force.</summary>
    public async ValueTask RestoreAsync(CancellationToken cancellation)
    {
        foreach (var (name, json) in await store.ReadDocumentsAsync(kind, cancellation))
        {
            take(name, json);
        }
    }

    /// <summary>Takes up what other nodes saved.</summary>
    /// <param name="names">Which; null for all.</param>
    /// <param name="cancellation">Leaves those not yet read as they are.</param>
    public ValueTask<bool> RefreshAsync(IReadOnlyCollection<string>? names, CancellationToken cancellation) => ChangeAsync(
        async () =>
        {
            var stored = names is null ? await store.ReadDocumentsAsync(kind, cancellation) : null;
            foreach (var name in names ?? [.. stored!.Keys.Union(known())])
            {
                take(name, stored is null ? await store.ReadDocumentAsync(kind, name, cancellation) : stored.GetValueOrDefault(name));
            }

            return true;
        },
        cancellation);

    /// <summary>Makes a change while no other is made.</summary>
    public async ValueTask<T> ChangeAsync<T>(Func<ValueTask<T>> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            return await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Writes a document, or removes it; part of a change.</summary>
    public ValueTask WriteAsync(string name, string? json, CancellationToken cancellation) => store.WriteDocumentAsync(kind, name, json, cancellation);

    /// <summary>Lets go of the lock between writers.</summary>
    public void Dispose() => _changing.Dispose();
}
