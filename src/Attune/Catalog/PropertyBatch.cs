using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Events;

namespace Attune.Catalog;

/// <summary>Works out what a batch of rows does to the records it names, row after row, before anything is written.</summary>
sealed class PropertyBatch
{
    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly PropertySchema _before;
    readonly Func<string, byte[]?> _current;
    readonly PropertyReader _reader;
    readonly Dictionary<string, PropertyChange> _changes = new(StringComparer.Ordinal);
    readonly List<PropertyVerdict> _verdicts = [];
    readonly ArrayBufferWriter<byte> _json = new();
    PropertySchema _schema;

    /// <summary>A batch without rows.</summary>
    /// <param name="schema">The types known before the batch.</param>
    /// <param name="current">The stored JSON text of a record, or null where there is none.</param>
    internal PropertyBatch(PropertySchema schema, Func<string, byte[]?> current)
    {
        _before = _schema = schema;
        _current = current;
        _reader = new PropertyReader(schema);
    }

    /// <summary>One verdict a row so far.</summary>
    internal IReadOnlyList<PropertyVerdict> Verdicts => _verdicts;

    /// <summary>The records that change, each as it will be after the last row.</summary>
    internal IReadOnlyCollection<PropertyChange> Changes => _changes.Values;

    /// <summary>The schema after the batch; the same object where no property was new.</summary>
    internal PropertySchema Schema =>
        _schema.Count == _before.Count + _reader.Inferred.Count ? _schema : _schema = _before.With(_reader.Inferred);

    internal void Add(PropertyWrite row) => _verdicts.Add(Apply(row));

    PropertyVerdict Apply(PropertyWrite row)
    {
        if (IdRules.Refuse(row.Id) is { } limit)
        {
            return new PropertyVerdict.Refused(new("id", IdRules.Show(row.Id), limit));
        }

        var known = _changes.TryGetValue(row.Id, out var earlier);
        var stored = known ? earlier.Before : _current(row.Id);
        var now = known ? earlier.After : stored;
        if (row.Kind == PropertyWriteKind.Delete)
        {
            if (now is null)
            {
                return new PropertyVerdict.NotFound();
            }

            _changes[row.Id] = new(row.Id, stored, null, []);
            return new PropertyVerdict.Deleted();
        }

        var fields = new List<PropertyField>();
        if (_reader.Read(row.Properties.Span, fields) is { } refusal)
        {
            return new PropertyVerdict.Refused(refusal);
        }

        fields = row.Kind == PropertyWriteKind.Patch && now is not null ? Merge(now, fields) : fields;
        fields.RemoveAll(field => field.Value.Type == PropertyType.None);
        var json = Write(fields);
        if (fields.Count > CatalogLimits.PropertiesPerRecord || json.Length > CatalogLimits.RecordBytes)
        {
            return new PropertyVerdict.Refused(new(
                "properties",
                $"{fields.Count} properties in {json.Length} bytes after the merge",
                $"A record has at most {CatalogLimits.PropertiesPerRecord} properties and {CatalogLimits.RecordBytes} bytes."));
        }

        _changes[row.Id] = new(row.Id, stored, json, fields);
        return new PropertyVerdict.Written(now is null);
    }

    List<PropertyField> Merge(byte[] stored, List<PropertyField> sent)
    {
        var merged = Fields(Schema, stored);
        foreach (var field in sent)
        {
            var at = merged.FindIndex(kept => kept.Name == field.Name);
            if (at < 0)
            {
                merged.Add(field);
            }
            else
            {
                merged[at] = field;
            }
        }

        return merged;
    }

    byte[] Write(List<PropertyField> fields)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, Compact);
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Name);
            writer.WriteRawValue(field.Raw, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return _json.WrittenSpan.ToArray();
    }

    /// <summary>The properties of a stored record; those that do not fit the schema are left out.</summary>
    internal static List<PropertyField> Fields(PropertySchema schema, byte[] stored)
    {
        var fields = new List<PropertyField>();
        var refusal = new PropertyReader(schema).Read(stored, fields);
        return refusal is null ? fields : [];
    }

    /// <summary>The records to write, deletions as null properties.</summary>
    internal IReadOnlyList<PropertyRecord> Records(EventTime now) =>
        [.. _changes.Values.Select(change => new PropertyRecord(change.Id, change.After is null ? null : Encoding.UTF8.GetString(change.After), now))];
}

/// <summary>One record before and after a batch; null where there is none.</summary>
readonly record struct PropertyChange(string Id, byte[]? Before, byte[]? After, List<PropertyField> Fields);
