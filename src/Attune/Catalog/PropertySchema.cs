using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Attune.Catalog;

/// <summary>Which properties there are and what type each has. Immutable; it only ever grows.</summary>
public sealed class PropertySchema
{
    readonly Dictionary<string, PropertyDefinition> _byName;

    PropertySchema(Dictionary<string, PropertyDefinition> byName) => _byName = byName;

    /// <summary>No property at all.</summary>
    public static PropertySchema Empty { get; } = new([]);

    /// <summary>All properties, in the order they were first seen.</summary>
    public IEnumerable<PropertyDefinition> Properties => _byName.Values.OrderBy(property => property.Index);

    /// <summary>How many there are.</summary>
    public int Count => _byName.Count;

    /// <summary>The property of a name; names are told apart by case.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out PropertyDefinition? property) => _byName.TryGetValue(name, out property);

    /// <summary>A schema with these properties more. Cost: a copy of the table.</summary>
    public PropertySchema With(IEnumerable<KeyValuePair<string, PropertyKind>> added)
    {
        var next = new Dictionary<string, PropertyDefinition>(_byName);
        foreach (var (name, kind) in added)
        {
            next.TryAdd(name, new PropertyDefinition(name, kind.Type, next.Count) { Length = kind.Length });
        }

        return new PropertySchema(next);
    }

    /// <summary>The text form kept in the store: a JSON object from name to type name, in order.</summary>
    internal string ToJson() => JsonSerializer.Serialize(Properties.ToDictionary(property => property.Name, property => property.Kind.ToString()));

    /// <summary>Reads the text form.</summary>
    /// <exception cref="InvalidDataException">It is not one; the message names the property and its type.</exception>
    internal static PropertySchema FromJson(string json)
    {
        var types = new List<KeyValuePair<string, PropertyKind>>();
        using var document = JsonDocument.Parse(json);
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            var type = PropertyKind.Parse(entry.Value.GetString() ?? "");
            types.Add(type.Type != PropertyType.None
                ? new(entry.Name, type)
                : throw new InvalidDataException($"The stored schema gives property '{entry.Name}' the unknown type {entry.Value}."));
        }

        return Empty.With(types);
    }
}

/// <summary>One property of the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, never <see cref="PropertyType.None"/>.</param>
/// <param name="Index">Its place in the schema, from 0.</param>
public sealed record PropertyDefinition(string Name, PropertyType Type, int Index)
{
    /// <summary>Of a vector: how many numbers it has; else 0.</summary>
    public int Length { get; init; }

    /// <summary>Type and length.</summary>
    internal PropertyKind Kind => new(Type, Length);
}
