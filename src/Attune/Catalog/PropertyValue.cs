namespace Attune.Catalog;

/// <summary>One typed value of a property.</summary>
/// <param name="Type">Says which of the others holds it.</param>
/// <param name="Number">The number; 0 or 1 for a boolean; microseconds since 1970 in UTC for a timestamp.</param>
/// <param name="Text">The text.</param>
/// <param name="Members">The set's members, each once.</param>
public readonly record struct PropertyValue(PropertyType Type, double Number, string? Text, string[]? Members)
{
    /// <summary>The place; none for other types.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>The vector's numbers. Not to be changed.</summary>
    public float[]? Vector { get; init; }

    /// <summary>A place.</summary>
    public static PropertyValue Of(GeoPoint point) => new(PropertyType.GeoPoint, 0, null, null) { Point = point };

    /// <summary>A vector.</summary>
    public static PropertyValue Of(float[] vector) => new(PropertyType.Vector, 0, null, null) { Vector = vector };

    /// <summary>No value.</summary>
    public static PropertyValue None => default;

    /// <summary>A boolean.</summary>
    public static PropertyValue Of(bool value) => new(PropertyType.Boolean, value ? 1 : 0, null, null);

    /// <summary>A number.</summary>
    public static PropertyValue Of(double value) => new(PropertyType.Number, value, null, null);

    /// <summary>A text.</summary>
    public static PropertyValue Of(string value) => new(PropertyType.Text, 0, value, null);

    /// <summary>A timestamp; exact to the microsecond from 1685 to 2255, to 32 µs outside, and always in order.</summary>
    public static PropertyValue Of(Events.EventTime value) => new(PropertyType.Timestamp, value.Micros, null, null);

    /// <summary>A set; repeated members count once.</summary>
    public static PropertyValue Of(IEnumerable<string> members) => new(PropertyType.TextSet, 0, null, [.. members.Distinct()]);
}
