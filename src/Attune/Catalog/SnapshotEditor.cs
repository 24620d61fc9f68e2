using Attune.Catalog.Columns;

namespace Attune.Catalog;

/// <summary>Collects changes and builds the next snapshot; whatever does not change is shared with the one before.</summary>
sealed class SnapshotEditor(CatalogSnapshot source, PropertySchema schema)
{
    readonly ChunkedArray<byte[]?>.Editor _records = source.Records.Edit();
    readonly ColumnEditor?[] _editors = new ColumnEditor?[schema.Count];
    readonly HashSet<int> _chunks = [];
    readonly List<(int Ordinal, bool Listed)> _listing = [];

    /// <summary>Puts a record in place of the one stored; null deletes it.</summary>
    internal void Set(int ordinal, byte[]? before, byte[]? after, List<PropertyField> fields)
    {
        _records.Set(ordinal, after);
        _chunks.Add(ordinal >> ChunkBits.Shift);
        if (before is null != after is null)
        {
            _listing.Add((ordinal, after is not null));
        }

        var old = before is null ? [] : PropertyBatch.Fields(schema, before);
        foreach (var field in old)
        {
            var at = fields.FindIndex(next => next.Name == field.Name);
            if (at < 0)
            {
                Change(ordinal, field.Name, field.Value, PropertyValue.None);
            }
            else if (!field.Raw.AsSpan().SequenceEqual(fields[at].Raw))
            {
                Change(ordinal, field.Name, field.Value, fields[at].Value);
            }
        }

        foreach (var field in fields)
        {
            if (!old.Exists(kept => kept.Name == field.Name))
            {
                Change(ordinal, field.Name, PropertyValue.None, field.Value);
            }
        }
    }

    /// <summary>Says that something of an item changed that is in no column: filters that ask for it are evaluated again.</summary>
    internal void Touch(int ordinal) => _chunks.Add(ordinal >> ChunkBits.Shift);

    /// <summary>The next snapshot.</summary>
    /// <param name="size">How many ordinals there are.</param>
    /// <param name="open">True while every ordinal may be recommended.</param>
    internal CatalogSnapshot Build(int size, bool open)
    {
        var columns = new Column[schema.Count];
        foreach (var property in schema.Properties)
        {
            var index = property.Index;
            columns[index] = _editors[index]?.Build() ?? (index < source.Columns.Length ? source.Columns[index] : Column.Empty(property.Type));
        }

        return new CatalogSnapshot(source.Shared)
        {
            Schema = schema,
            Records = _records.Build(),
            Columns = columns,
            Listed = Listed(size, open),
            Versions = Versions(size, open),
            IsOpen = open,
        };
    }

    void Change(int ordinal, string name, PropertyValue before, PropertyValue after)
    {
        if (schema.TryGet(name, out var property))
        {
            var index = property.Index;
            var editor = _editors[index] ??= new ColumnEditor(
                index < source.Columns.Length ? source.Columns[index] : Column.Empty(property.Type), source.Shared.Texts);
            editor.Set(ordinal, before, after);
        }
    }

    ItemSet Listed(int size, bool open)
    {
        if (open == source.IsOpen && _listing.Count == 0 && source.Size == size)
        {
            return source.Listed;
        }

        var listed = new ItemSet(size);
        if (open)
        {
            listed.Bits.Fill(ulong.MaxValue);
            Trim(listed);
            return listed;
        }

        // An open catalog has every bit set and no record: listing begins from nothing.
        if (!source.IsOpen)
        {
            source.Listed.Words.CopyTo(listed.Bits);
        }

        foreach (var (ordinal, present) in _listing)
        {
            if (present)
            {
                listed.Add(ordinal);
            }
            else
            {
                listed.Remove(ordinal);
            }
        }

        return listed;
    }

    static void Trim(ItemSet set)
    {
        if ((set.Size & 63) != 0)
        {
            set.Bits[^1] = (1UL << (set.Size & 63)) - 1;
        }
    }

    ChunkVersions Versions(int size, bool open)
    {
        var next = source.Versions.Current + 1;
        var byChunk = new long[ChunkBits.Count(size)];
        source.Versions.ByChunk.CopyTo(byChunk, 0);
        foreach (var chunk in _chunks)
        {
            byChunk[chunk] = next;
        }

        // What may be recommended changes beyond the records: with each new ordinal while open, and everywhere on closing.
        if (source.IsOpen)
        {
            var from = open ? source.Size >> ChunkBits.Shift : 0;
            byChunk.AsSpan(Math.Min(from, byChunk.Length)..).Fill(next);
        }

        return new ChunkVersions(next, byChunk);
    }
}
