using System.Text;

namespace Attune.Catalog;

/// <summary>The part that takes up what other nodes wrote.</summary>
public sealed partial class ItemCatalog
{
    /// <summary>Reads items again that another node wrote: ordinals first, then the schema, then their records; visible all at once.</summary>
    /// <param name="ids">Which, under any id they have or had; null for all, also those that are gone.</param>
    /// <param name="cancellation">Gives up; nothing has changed then but ordinals.</param>
    /// <returns>Records that do not fit the schema, a sentence each: they are set aside.</returns>
    /// <remarks>No write of this node falls between: a record read is as new as any this node wrote.</remarks>
    internal async ValueTask<IReadOnlyList<string>> RefreshAsync(IReadOnlyCollection<string>? ids, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            foreach (var id in await _store.LoadOrdinalsAsync(_ids.Count, cancellation))
            {
                _ids.Append(id.Value);
            }

            var stored = await StoredSchema.ReadAsync(_store, PropertyOwner.Item, cancellation);
            var records = ids is null ? await AllAsync(cancellation) : await SomeAsync(ids, cancellation);
            await AssignNewAsync(records.Where(record => record.Value is not null).Select(record => record.Key));
            return Take(stored, records);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Takes up the ids other nodes gave items.</summary>
    internal async ValueTask RefreshRenamesAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            foreach (var id in await _store.LoadOrdinalsAsync(_ids.Count, cancellation))
            {
                _ids.Append(id.Value);
            }

            await _renames.RestoreAsync(_ids, cancellation);
            var editor = new SnapshotEditor(_snapshot, _snapshot.Schema);
            foreach (var ordinal in _renames.Ordinals)
            {
                editor.Touch(ordinal);
            }

            _snapshot = editor.Build(_ids.Count, _snapshot.IsOpen);
        }
        finally
        {
            _writer.Release();
        }
    }

    List<string> Take(PropertySchema? stored, Dictionary<string, byte[]?> records)
    {
        var known = stored is null ? _snapshot.Schema : _snapshot.Schema.With(stored.Properties.Select(property => KeyValuePair.Create(property.Name, property.Kind)));
        var (reader, misfits) = (new PropertyReader(known), new List<string>());
        var changes = new List<(int Ordinal, byte[]? Before, byte[]? After, List<PropertyField> Fields)>();
        foreach (var (id, read) in records)
        {
            var json = read;
            if (!_ids.TryGet(id, out var ordinal) || (_snapshot.Records[ordinal] is var before && before.AsSpan().SequenceEqual(json) && before is null == json is null))
            {
                continue;
            }

            var fields = new List<PropertyField>();
            _setAside.TryRemove(id, out _);
            if (json is not null && StoredSchema.Read(reader, id, json, fields) is { } misfit)
            {
                misfits.Add(_setAside[id] = misfit);
                (json, fields) = (null, []);
                if (before is null)
                {
                    continue;
                }
            }

            changes.Add((ordinal, before, json, fields));
        }

        var editor = new SnapshotEditor(_snapshot, known.With(reader.Inferred));
        foreach (var (ordinal, before, after, fields) in changes)
        {
            editor.Set(ordinal, before, after, fields);
        }

        _snapshot = editor.Build(_ids.Count, _snapshot.IsOpen && stored is null && changes.Count == 0);
        if (changes.Count > 0)
        {
            Written?.Invoke(changes.ConvertAll(change => change.Ordinal));
        }

        return misfits;
    }

    // Under the ids of now: a record another node has put under a new id is not deleted with the old one.
    async ValueTask<Dictionary<string, byte[]?>> SomeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var current = ids.Select(id => _ids.TryGet(id, out var ordinal) ? _ids[ordinal] : id).Distinct(StringComparer.Ordinal).ToArray();
        var found = await _store.FindManyAsync(PropertyOwner.Item, current, cancellation);
        return current.ToDictionary(id => id, id => found.GetValueOrDefault(id)?.Properties is { } json ? Encoding.UTF8.GetBytes(json) : null, StringComparer.Ordinal);
    }

    async ValueTask<Dictionary<string, byte[]?>> AllAsync(CancellationToken cancellation)
    {
        var records = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        await foreach (var record in _store.LoadAsync(PropertyOwner.Item, cancellation))
        {
            // A record under an id of before is about to go: a rename is under way.
            if (record.Properties is { } json && (!_ids.TryGet(record.Id, out var known) || _ids[known] == record.Id))
            {
                records[record.Id] = Encoding.UTF8.GetBytes(json);
            }
        }

        for (var ordinal = 0; ordinal < _ids.Count; ordinal++)
        {
            if (_snapshot.Records[ordinal] is not null)
            {
                records.TryAdd(_ids[ordinal], null);
            }
        }

        return records;
    }
}
