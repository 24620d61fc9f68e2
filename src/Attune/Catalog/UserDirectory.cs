using System.Text;
using Attune.Events;

namespace Attune.Catalog;

/// <summary>What the application says of its users: typed like items' properties, with a schema of their own, not indexed.</summary>
/// <remarks>Only the schema and the records read lately are in memory; others are read from the store when asked for. One writer at a time.</remarks>
public sealed class UserDirectory : IDisposable
{
    readonly ICatalogStore _store;
    readonly TimeProvider _clock;
    readonly SemaphoreSlim _writer = new(1, 1);
    readonly ReadUsers _read = new();
    volatile PropertySchema? _schema;

    UserDirectory(ICatalogStore store, TimeProvider clock, PropertySchema? schema) => (_store, _clock, _schema) = (store, clock, schema);

    /// <summary>The properties users have.</summary>
    public PropertySchema Schema => _schema ?? PropertySchema.Empty;

    /// <summary>Reads the schema.</summary>
    public static async ValueTask<UserDirectory> OpenAsync(ICatalogStore store, TimeProvider clock, CancellationToken cancellation) =>
        new(store, clock, await StoredSchema.ReadAsync(store, PropertyOwner.User, cancellation));

    /// <summary>The user's properties as the text of a JSON object; null where there are none.</summary>
    public async ValueTask<string?> FindAsync(UserId user, CancellationToken cancellation) =>
        (await _store.FindAsync(PropertyOwner.User, user.Value, cancellation))?.Properties;

    /// <summary>The user's properties by name; null where there are none. Cost: a look-up for the users read lately.</summary>
    internal ValueTask<IReadOnlyDictionary<string, PropertyValue>?> PropertiesAsync(UserId user, CancellationToken cancellation) =>
        _read.TryGet(user.Value, out var known) ? new(known) : ReadAsync(user, cancellation);

    /// <summary>Forgets what was read of a user, whose record was changed in the store by other means.</summary>
    internal void Forget(UserId user) => _read.Forget([user.Value]);

    /// <summary>Takes up what other nodes wrote: forgets what was read of users.</summary>
    /// <param name="ids">Whose; null for everybody.</param>
    internal void Refresh(IReadOnlyCollection<string>? ids)
    {
        if (ids is null)
        {
            _read.ForgetAll();
        }
        else
        {
            _read.Forget(ids);
        }
    }

    /// <summary>Takes up properties that other nodes were the first to write.</summary>
    internal async ValueTask RefreshSchemaAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            _schema = await StoredSchema.MergedAsync(_store, PropertyOwner.User, Schema, cancellation);
        }
        finally
        {
            _writer.Release();
        }

        // What was read before the property was known is without it.
        _read.ForgetAll();
    }

    /// <summary>Writes a batch: each row is judged by itself, all good rows become durable together.</summary>
    /// <param name="rows">At most <see cref="CatalogLimits.BatchRecords"/>.</param>
    /// <param name="cancellation">Gives up waiting for the writer; a write that has begun is finished.</param>
    public async ValueTask<PropertyWriteOutcome> WriteAsync(IReadOnlyList<PropertyWrite> rows, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, CatalogLimits.BatchRecords, nameof(rows));
        await _writer.WaitAsync(cancellation);
        try
        {
            var stored = await StoredAsync(rows, cancellation);
            var known = Schema;
            var batch = Judge(rows, known, stored);
            if (!ReferenceEquals(batch.Schema, known)
                && await StoredSchema.MergedAsync(_store, PropertyOwner.User, known, cancellation) is var merged && !ReferenceEquals(merged, known))
            {
                // What is new here, another node may have given its type just before.
                batch = Judge(rows, merged, stored);
            }

            if (batch.Changes.Count > 0)
            {
                await StoredSchema.WriteAsync(_store, PropertyOwner.User, _schema, batch.Schema);
                _schema = batch.Schema;
                await _store.WriteAsync(PropertyOwner.User, batch.Records(EventTime.Now(_clock)), CancellationToken.None);
                _read.Forget(batch.Changes.Select(change => change.Id));
            }

            return new PropertyWriteOutcome.Answered(batch.Verdicts);
        }
        catch (IOException fault)
        {
            return new PropertyWriteOutcome.StorageFailed(fault.Message);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Ends writing. The store is its owner's.</summary>
    public void Dispose() => _writer.Dispose();

    async ValueTask<IReadOnlyDictionary<string, PropertyValue>?> ReadAsync(UserId user, CancellationToken cancellation)
    {
        var started = _read.Started;
        var json = (await _store.FindAsync(PropertyOwner.User, user.Value, cancellation))?.Properties;
        var properties = json is null
            ? null
            : PropertyBatch.Fields(Schema, Encoding.UTF8.GetBytes(json)).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        _read.Keep(user.Value, properties, started);
        return properties;
    }

    static PropertyBatch Judge(IReadOnlyList<PropertyWrite> rows, PropertySchema schema, Dictionary<string, byte[]> stored)
    {
        var batch = new PropertyBatch(schema, id => stored.GetValueOrDefault(id));
        foreach (var row in rows)
        {
            batch.Add(row);
        }

        return batch;
    }

    async ValueTask<Dictionary<string, byte[]>> StoredAsync(IReadOnlyList<PropertyWrite> rows, CancellationToken cancellation)
    {
        string[] ids = [.. rows.Select(row => row.Id).Where(id => IdRules.Refuse(id) is null).Distinct(StringComparer.Ordinal)];
        var stored = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (id, record) in await _store.FindManyAsync(PropertyOwner.User, ids, cancellation))
        {
            if (record.Properties is { } json)
            {
                stored.Add(id, Encoding.UTF8.GetBytes(json));
            }
        }

        return stored;
    }
}
