using System.Text.Json;

namespace Attune.Catalog;

/// <summary>Reads the values that are several numbers: geo points and vectors.</summary>
static class ShapeReader
{
    const string PointForm = "A geo point is {\"lat\": …, \"lon\": …}: degrees, lat from -90 to 90 and lon from -180 to 180.";

    /// <summary>Reads <c>{"lat": 52.5, "lon": 13.4}</c>; the reader stands at its beginning and then at its end.</summary>
    internal static PropertyRefusal? ReadPoint(ref Utf8JsonReader reader, string name, out PropertyValue value)
    {
        value = default;
        var (latitude, longitude) = (double.NaN, double.NaN);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var degrees)
                || field is not ("lat" or "lon") || !double.IsNaN(field == "lat" ? latitude : longitude))
            {
                return new($"{name}.{field}", PropertyReader.Cut(reader.ValueSpan), PointForm);
            }

            (latitude, longitude) = field == "lat" ? (degrees, longitude) : (latitude, degrees);
        }

        if (!GeoPoint.IsValid(latitude, longitude))
        {
            return new(name, FormattableString.Invariant($"{{\"lat\": {latitude}, \"lon\": {longitude}}}"), PointForm);
        }

        value = PropertyValue.Of(new GeoPoint(latitude, longitude));
        return null;
    }

    /// <summary>Reads an array of numbers; the reader stands at its first number and then at its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The property.</param>
    /// <param name="known">The property's length; 0 where it has none yet.</param>
    /// <param name="value">The vector.</param>
    internal static PropertyRefusal? ReadVector(ref Utf8JsonReader reader, string name, int known, out PropertyValue value)
    {
        value = default;
        var numbers = new List<float>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out var number) || !float.IsFinite(number))
            {
                return new($"{name}[{numbers.Count}]", PropertyReader.Cut(reader.ValueSpan), "A vector holds numbers within ±3.4e38 only.");
            }

            numbers.Add(number);
            if (numbers.Count > CatalogLimits.VectorLength)
            {
                return new(name, "[…]", $"A vector has at most {CatalogLimits.VectorLength} numbers.");
            }
        }

        if (known > 0 && known != numbers.Count)
        {
            return new(name, $"{numbers.Count} numbers", $"Property '{name}' has {known} numbers since its first value.");
        }

        value = PropertyValue.Of(numbers.ToArray());
        return null;
    }
}
