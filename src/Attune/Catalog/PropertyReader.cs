using System.Text;
using System.Text.Json;
using Attune.Events;

namespace Attune.Catalog;

/// <summary>One property as read: its typed value and its JSON text as it was sent.</summary>
readonly record struct PropertyField(string Name, PropertyValue Value, byte[] Raw);

/// <summary>Reads the JSON object of one record, inferring types that are new and refusing values of another type.</summary>
/// <remarks>Not safe for use by several threads. Types inferred for a row that is refused are not kept.</remarks>
sealed class PropertyReader(PropertySchema schema)
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = 8 };

    readonly Dictionary<string, PropertyKind> _inferred = [];

    /// <summary>Types given to properties the schema does not have, by rows that were taken.</summary>
    internal IReadOnlyDictionary<string, PropertyKind> Inferred => _inferred;

    /// <summary>Reads one object; null properties come as <see cref="PropertyType.None"/>.</summary>
    /// <returns>The refusal, or null where it was taken.</returns>
    internal PropertyRefusal? Read(ReadOnlySpan<byte> json, List<PropertyField> fields)
    {
        if (json.Length > CatalogLimits.RecordBytes)
        {
            return new("properties", $"{json.Length} bytes", $"A record's JSON text has at most {CatalogLimits.RecordBytes} bytes.");
        }

        try
        {
            return ReadObject(json, fields) is { } refusal ? refusal : Keep(fields);
        }
        catch (JsonException fault)
        {
            return new("properties", Cut(json), $"Properties are a JSON object; reading stopped at byte {fault.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            return new("properties", Cut(json), "Every text is valid Unicode.");
        }
    }

    /// <summary>Text as it may stand in a refusal: at most 64 characters.</summary>
    internal static string Cut(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 64)]);

    PropertyRefusal? ReadObject(ReadOnlySpan<byte> json, List<PropertyField> fields)
    {
        var reader = new Utf8JsonReader(json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return new("properties", Cut(json), "Properties are a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (RefuseName(name, fields) is { } refusal)
            {
                return refusal;
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (ReadValue(ref reader, name, out var value) is { } bad)
            {
                return bad;
            }

            fields.Add(new(name, value, json[start..(int)reader.BytesConsumed].ToArray()));
        }

        // Reads on to the end, so that text after the object is refused.
        while (reader.Read())
        {
        }

        return null;
    }

    static PropertyRefusal? RefuseName(string name, List<PropertyField> fields)
    {
        if (!CatalogLimits.IsName(name))
        {
            return new(Short(name), Short(name), $"A property's name is {CatalogLimits.NamePattern}; at most {CatalogLimits.NameBytes} bytes.");
        }

        if (fields.Exists(field => field.Name == name))
        {
            return new(name, name, "A property is named once.");
        }

        return fields.Count >= CatalogLimits.PropertiesPerRecord
            ? new("properties", name, $"A record has at most {CatalogLimits.PropertiesPerRecord} properties.")
            : null;
    }

    PropertyRefusal? ReadValue(ref Utf8JsonReader reader, string name, out PropertyValue value)
    {
        value = PropertyValue.None;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                value = PropertyValue.Of(reader.GetBoolean());
                break;
            case JsonTokenType.Number:
                if (!reader.TryGetDouble(out var number) || !double.IsFinite(number))
                {
                    return new(name, Cut(reader.ValueSpan), "A number lies within ±1.8e308.");
                }

                value = PropertyValue.Of(number);
                break;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                if (Encoding.UTF8.GetByteCount(text) > CatalogLimits.TextBytes)
                {
                    return new(name, Short(text), $"A text has at most {CatalogLimits.TextBytes} bytes.");
                }

                value = TextOrTimestamp(name, text);
                break;
            case JsonTokenType.StartArray:
                if (ReadArray(ref reader, name, out value) is { } bad)
                {
                    return bad;
                }

                break;
            default:
                if (ShapeReader.ReadPoint(ref reader, name, out value) is { } misplaced)
                {
                    return misplaced;
                }

                break;
        }

        var known = TypeOf(name);
        return known == PropertyType.None || known == value.Type
            ? null
            : new(name, Show(value), $"Property '{name}' is of type {known.Name()} since its first value; this is of type {value.Type.Name()}.");
    }

    PropertyValue TextOrTimestamp(string name, string text)
    {
        var known = TypeOf(name);
        Span<byte> utf8 = stackalloc byte[Rfc3339.MaxBytes];
        return known is PropertyType.None or PropertyType.Timestamp
            && Encoding.UTF8.TryGetBytes(text, utf8, out var written) && Rfc3339.TryParse(utf8[..written], out var time)
            ? PropertyValue.Of(time)
            : PropertyValue.Of(text);
    }

    // Texts make a set and numbers a vector; an empty array is a set, unless the property is a vector.
    PropertyRefusal? ReadArray(ref Utf8JsonReader reader, string name, out PropertyValue value)
    {
        reader.Read();
        var kind = KindOf(name);
        return reader.TokenType == JsonTokenType.Number || kind.Type == PropertyType.Vector
            ? ShapeReader.ReadVector(ref reader, name, kind.Length, out value)
            : ReadSet(ref reader, name, out value);
    }

    static PropertyRefusal? ReadSet(ref Utf8JsonReader reader, string name, out PropertyValue value)
    {
        value = default;
        var members = new List<string>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return new(name, "[…]", "A list holds texts only, or numbers only.");
            }

            var member = reader.GetString()!;
            if (Encoding.UTF8.GetByteCount(member) > CatalogLimits.MemberBytes)
            {
                return new(name, Short(member), $"A text in a list has at most {CatalogLimits.MemberBytes} bytes.");
            }

            members.Add(member);
            if (members.Count > CatalogLimits.SetMembers)
            {
                return new(name, "[…]", $"A list has at most {CatalogLimits.SetMembers} texts.");
            }
        }

        value = PropertyValue.Of(members);
        return null;
    }

    PropertyRefusal? Keep(List<PropertyField> fields)
    {
        var added = fields.Where(field => field.Value.Type != PropertyType.None && TypeOf(field.Name) == PropertyType.None).ToList();
        if (added.Count > 0 && schema.Count + _inferred.Count + added.Count > CatalogLimits.PropertiesPerSchema)
        {
            return new("properties", added[0].Name, $"There are at most {CatalogLimits.PropertiesPerSchema} different properties.");
        }

        foreach (var field in added)
        {
            _inferred.Add(field.Name, new PropertyKind(field.Value.Type, field.Value.Vector?.Length ?? 0));
        }

        return null;
    }

    PropertyType TypeOf(string name) => KindOf(name).Type;

    PropertyKind KindOf(string name) => schema.TryGet(name, out var property) ? property.Kind : _inferred.GetValueOrDefault(name);

    static string Show(PropertyValue value) => value.Type switch
    {
        PropertyType.Boolean => value.Number != 0 ? "true" : "false",
        PropertyType.Number => value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PropertyType.Text => Short(value.Text!),
        PropertyType.GeoPoint => "{…}",
        _ => "[…]",
    };

    static string Short(string text) => text.Length <= 64 ? text : text[..64];
}
