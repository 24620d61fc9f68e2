namespace Attune.Catalog;

/// <summary>What kind of value a property holds: inferred from the first value seen, then fixed.</summary>
public enum PropertyType
{
    /// <summary>No value: JSON null, or a property that is not there.</summary>
    None,

    /// <summary>JSON true or false.</summary>
    Boolean,

    /// <summary>A finite JSON number, kept as written and compared as a 64-bit float.</summary>
    Number,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON string in the form of RFC 3339, as <c>2026-11-20T18:00:00Z</c>, or a date alone (midnight UTC).</summary>
    Timestamp,

    /// <summary>A JSON array of strings; order and repetition say nothing.</summary>
    TextSet,

    /// <summary>A JSON object of <c>lat</c> and <c>lon</c> in degrees.</summary>
    GeoPoint,

    /// <summary>A JSON array of numbers, of one length for all records; kept as written and compared as 32-bit floats.</summary>
    Vector,
}

/// <summary>The types' names, as on the wire and in messages.</summary>
public static class PropertyTypeNames
{
    static readonly string[] Names = ["nothing", "boolean", "number", "text", "timestamp", "set of text", "geo point", "vector"];

    /// <summary>The name of a type.</summary>
    public static string Name(this PropertyType type) => Names[(int)type];

    /// <summary>The type of a name; <see cref="PropertyType.None"/> where there is none.</summary>
    public static PropertyType Parse(string name) => (PropertyType)Math.Max(0, Array.IndexOf(Names, name));
}
