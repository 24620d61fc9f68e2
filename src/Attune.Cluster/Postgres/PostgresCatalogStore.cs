using System.Runtime.CompilerServices;
using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>The catalog in a schema of PostgreSQL, one a workspace, shared by any number of nodes.</summary>
/// <remarks>
/// <para><b>Writes</b> take turns over all nodes, by an advisory lock held until the commit; each is on the disk when it returns,
/// and written down for the other nodes in the same transaction.</para>
/// <para><b>Replicas</b> serve <see cref="LoadAsync"/> and <see cref="LoadOrdinalsAsync"/>, if they hold all that this node knows to be
/// committed, and the bytes of generations, which never change. Everything else is asked of the primary, and so is what a replica cannot
/// answer.</para>
/// <para><b>A server that is away</b> is a <see cref="PostgresUnavailableException"/>, which is an <see cref="IOException"/>. After one, a write
/// may have been committed all the same where only the answer was lost.</para>
/// </remarks>
public sealed class PostgresCatalogStore : ICatalogStore
{
    readonly PostgresServer _primary;
    readonly PostgresServer? _replica;
    readonly SchemaName _schema;
    readonly PostgresSettings _settings;
    readonly ChangeLog _changes;
    readonly PostgresGenerations _generations;
    readonly ILogger _logger;
    PostgresCatalogStore(SchemaName schema, PostgresSettings settings, string cacheFolder, TimeProvider clock, ILogger logger)
    {
        (_schema, _settings, _logger) = (schema, settings, logger);
        _primary = new PostgresServer(settings.ConnectionString, reading: false, schema, settings, clock);
        _replica = settings.ReadConnectionString is { } read ? new PostgresServer(read, reading: true, schema, settings, clock) : null;
        var node = Guid.NewGuid().ToString("N");
        _changes = new ChangeLog(schema, node);
        Feed = new ChangeFeed(_primary, schema, node, settings, clock, logger);
        _generations = new PostgresGenerations(_primary, _replica, GenerationCache.Open(cacheFolder, settings.CachedGenerations), _changes, logger);
    }

    /// <summary>What other nodes write.</summary>
    internal ChangeFeed Feed { get; }

    /// <summary>Opens the schema of a workspace, making it or bringing it up to this version where that is missing.</summary>
    /// <param name="workspace">The workspace's name.</param>
    /// <param name="settings">Where the server is, and how it is talked to.</param>
    /// <param name="cacheFolder">Where generations' files are kept on this machine: a folder of this store alone, made where it is missing.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logs">Where it speaks.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The name or a setting is bad; the message names each.</exception>
    /// <exception cref="PostgresUnavailableException">The server is away.</exception>
    /// <exception cref="PostgresSchemaException">The schema is of a version this one cannot work with.</exception>
    public static ValueTask<PostgresCatalogStore> OpenAsync(
        string workspace, PostgresSettings settings, string cacheFolder, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation) =>
        OpenAsync(workspace, settings, cacheFolder, clock, logs, Migration.All, cancellation);

    /// <summary>Opens it as a version would that knows other migrations.</summary>
    internal static async ValueTask<PostgresCatalogStore> OpenAsync(
        string workspace, PostgresSettings settings, string cacheFolder, TimeProvider clock, ILoggerFactory logs, IReadOnlyList<Migration> known, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Operating.SettingFaults.Refuse(settings.Faults());
        var store = new PostgresCatalogStore(SchemaName.Of(workspace, settings), settings, cacheFolder, clock, logs.CreateLogger<PostgresCatalogStore>());
        try
        {
            await new SchemaMigrations(store._primary, store._schema, known, store._logger).RunAsync(cancellation);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ItemId>> LoadOrdinalsAsync(int from, CancellationToken cancellation)
    {
        var ids = new List<ItemId>();
        await using var reading = await BeginAsync("reading ordinals", OrdinalRows.From(from), cancellation);
        while (await reading.NextAsync(cancellation))
        {
            ids.Add(OrdinalRows.Read(reading.Row));
        }

        return ids;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The caller knows more ordinals than there are: the store was put back to an earlier state.</exception>
    public ValueTask<IReadOnlyList<ItemId>> AssignOrdinalsAsync(IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation) =>
        _primary.ChangeAsync("giving ordinals", again: true, async (connection, token) =>
        {
            await _changes.TakeTurnAsync(connection, token);
            return await OrdinalRows.AssignAsync(connection, ids, known, token);
        }, cancellation);

    /// <inheritdoc/>
    public ValueTask<IAsyncEnumerable<CatalogChange>> WatchAsync(CancellationToken cancellation) => Feed.BeginAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask<IDuty?> TryTakeAsync(string duty, CancellationToken cancellation) =>
        PostgresDuty.TryTakeAsync(_primary, _schema, duty, _settings, _logger, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PropertyRecord> LoadAsync(PropertyOwner owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reading = await BeginAsync(owner == PropertyOwner.Item ? "reading items" : "reading users", PropertyRows.All(owner), cancellation);
        while (await reading.NextAsync(cancellation))
        {
            yield return PropertyRows.Read(reading.Row);
        }
    }

    /// <inheritdoc/>
    public ValueTask<PropertyRecord?> FindAsync(PropertyOwner owner, string id, CancellationToken cancellation) =>
        _primary.ReadAsync("finding a record", (connection, token) => PropertyRows.FindAsync(connection, owner, id, token), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, PropertyRecord>> FindManyAsync(PropertyOwner owner, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        _primary.ReadAsync("finding records", (connection, token) => PropertyRows.FindManyAsync(connection, owner, [.. ids], token), cancellation);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(PropertyOwner owner, IReadOnlyList<PropertyRecord> records, CancellationToken cancellation)
    {
        if (records.Count == 0)
        {
            return;
        }

        var last = new Dictionary<string, PropertyRecord>(records.Count, StringComparer.Ordinal);
        foreach (var record in records)
        {
            last[record.Id] = record;
        }

        var kind = owner == PropertyOwner.Item ? CatalogChangeKind.Item : CatalogChangeKind.User;
        await ChangeAsync(
            owner == PropertyOwner.Item ? "writing items" : "writing users", kind, [.. last.Keys],
            (connection, token) => PropertyRows.ReplaceAsync(connection, owner, last.Values, token), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<string?> ReadDocumentAsync(string kind, string name, CancellationToken cancellation) =>
        _primary.ReadAsync("reading a document", (connection, token) => DocumentRows.FindAsync(connection, kind, name, token), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ReadDocumentsAsync(string kind, CancellationToken cancellation) =>
        _primary.ReadAsync("reading documents", (connection, token) => DocumentRows.OfKindAsync(connection, kind, token), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> DocumentKindsAsync(CancellationToken cancellation) =>
        _primary.ReadAsync("listing kinds of documents", DocumentRows.KindsAsync, cancellation);

    /// <inheritdoc/>
    public ValueTask WriteDocumentAsync(string kind, string name, string? json, CancellationToken cancellation) => ChangeAsync(
        "writing a document", CatalogChangeKind.Document, [$"{kind}/{name}"],
        (connection, token) => DocumentRows.ReplaceAsync(connection, kind, name, json, token), cancellation);

    /// <inheritdoc/>
    /// <remarks>The tables' files are written anew. Archived write-ahead log, backups and blocks given back to the file system keep the old bytes by their own rules.</remarks>
    public ValueTask ScrubAsync(CancellationToken cancellation) => PostgresScrub.RunAsync(_primary, Feed, _settings, _logger, cancellation);

    /// <inheritdoc/>
    public ValueTask SaveGenerationAsync(
        GenerationManifest manifest, Func<Stream, CancellationToken, ValueTask> write, CancellationToken cancellation) =>
        _generations.SaveAsync(manifest, write, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GenerationManifest>> ListGenerationsAsync(CancellationToken cancellation) =>
        _primary.ReadAsync("listing generations", GenerationRows.ListAsync, cancellation);

    /// <inheritdoc/>
    /// <exception cref="CorruptGenerationException">What the server sends is not what the manifest says.</exception>
    public ValueTask<string> LocateGenerationAsync(int number, CancellationToken cancellation) => _generations.LocateAsync(number, cancellation);

    /// <inheritdoc/>
    public ValueTask DeleteGenerationAsync(int number, CancellationToken cancellation) => _generations.DeleteAsync(number, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _generations.Dispose();
        await _primary.DisposeAsync();
        if (_replica is not null)
        {
            await _replica.DisposeAsync();
        }
    }

    async ValueTask ChangeAsync(
        string operation, CatalogChangeKind kind, string[] names, Func<NpgsqlConnection, CancellationToken, ValueTask> change, CancellationToken cancellation) =>
        Feed.Saw(await _primary.ChangeAsync(operation, again: false, async (connection, token) =>
        {
            await _changes.TakeTurnAsync(connection, token);
            await change(connection, token);
            return await _changes.WriteAsync(connection, kind, names, token);
        }, cancellation));

    ValueTask<PostgresReading> BeginAsync(string operation, string sql, CancellationToken cancellation) =>
        PostgresReading.BeginAsync(_primary, _replica, Feed.Seen, (operation, sql), _logger, cancellation);
}
