using System.Runtime.CompilerServices;
using Attune.Catalog;
using Attune.Embedded.DuckDb;
using Attune.Events;
using Attune.Generations;

namespace Attune.Embedded.Catalog;

/// <summary>The catalog in one folder: <c>catalog.duckdb</c>, and the generations' files under <c>generations/</c>.</summary>
/// <remarks>
/// One process at a time can have it open. Writes take turns and are fsynced when they return; readings see one committed
/// state. The layout of the generations is in <see cref="GenerationFiles"/>.
/// </remarks>
public sealed class DuckDbCatalogStore : ICatalogStore
{
    readonly DuckFile _file;
    readonly GenerationFiles _generations;

    DuckDbCatalogStore(DuckFile file, GenerationFiles generations) => (_file, _generations) = (file, generations);

    /// <summary>Opens or creates the store in a folder, which is created where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">Memory and threads.</param>
    /// <param name="cancellation">Gives up before opening.</param>
    /// <exception cref="DuckDbMissingException">The native library is not there.</exception>
    /// <exception cref="DuckDbException">Another process has it open, or it is damaged.</exception>
    public static async ValueTask<DuckDbCatalogStore> OpenAsync(
        string folder, DuckDbSettings settings, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "catalog.duckdb");
        var file = await DuckFile.OpenAsync(path, settings, CatalogTables.Create, cancellation);
        return new DuckDbCatalogStore(file, GenerationFiles.Open(Path.Combine(folder, "generations")));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(int from, CancellationToken cancellation) =>
        await _file.ReadAsync(connection => CatalogTables.Ordinals(connection, from), cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ItemId>> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation) =>
        await _file.WriteAsync(connection => CatalogTables.Assign(connection, ids, known), cancellation);

    /// <inheritdoc/>
    public ValueTask ScrubAsync(CancellationToken cancellation) => _file.RewriteAsync(cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PropertyRecord> LoadAsync(
        PropertyOwner owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var record in await _file.ReadAsync(connection => PropertyReading.All(connection, owner), cancellation))
        {
            yield return record;
        }
    }

    /// <inheritdoc/>
    public ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation) =>
        _file.ReadAsync(connection => PropertyReading.Find(connection, owner, id), cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation) =>
        await _file.WriteAsync(connection => CatalogTables.Replace(connection, owner, records), cancellation);

    /// <inheritdoc/>
    public ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation) =>
        _file.ReadAsync(connection => Documents.Find(connection, kind, name), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation) =>
        _file.ReadAsync(connection => Documents.OfKind(connection, kind), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> DocumentKindsAsync(CancellationToken cancellation) => _file.ReadAsync(Documents.Kinds, cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation) =>
        await _file.WriteAsync(connection => Documents.Replace(connection, kind, name, json), cancellation);

    /// <inheritdoc/>
    public ValueTask SaveGenerationAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation) =>
        _generations.SaveAsync(manifest, write, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation) =>
        _generations.ListAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation) =>
        new(_generations.Locate(number));

    /// <inheritdoc/>
    public ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation) =>
        _generations.DeleteAsync(number, cancellation);

    /// <summary>Runs work that copies the file, which is closed meanwhile: writes and readings wait.</summary>
    internal ValueTask CopyAsync(Action work, CancellationToken cancellation) => _file.ClosedAsync(work, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _generations.Dispose();
    }
}
