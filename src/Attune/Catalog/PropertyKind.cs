using System.Globalization;

namespace Attune.Catalog;

/// <summary>A property's type, and of a vector how many numbers it has.</summary>
/// <param name="Type">The type.</param>
/// <param name="Length">Of a vector, 1 to <see cref="CatalogLimits.VectorLength"/>; else 0.</param>
public readonly record struct PropertyKind(PropertyType Type, int Length = 0)
{
    const string VectorOf = "vector of ";

    /// <summary>A type that has no length.</summary>
    public static implicit operator PropertyKind(PropertyType type) => new(type);

    /// <summary>A type that has no length.</summary>
    public static PropertyKind FromPropertyType(PropertyType type) => type;

    /// <summary>As it is kept and named in messages: <c>number</c>, <c>vector of 128</c>.</summary>
    public override string ToString() =>
        Type == PropertyType.Vector ? string.Create(CultureInfo.InvariantCulture, $"{VectorOf}{Length}") : Type.Name();

    /// <summary>The kind of a name; of type <see cref="PropertyType.None"/> where there is none.</summary>
    public static PropertyKind Parse(string name) =>
        name.StartsWith(VectorOf, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(VectorOf.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length is > 0 and <= CatalogLimits.VectorLength
            ? new PropertyKind(PropertyType.Vector, length)
            : PropertyTypeNames.Parse(name) is not PropertyType.Vector and var type ? type : PropertyType.None;
}
