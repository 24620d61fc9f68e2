using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Events;
using Attune.Learning.Features;

namespace Attune.Catalog;

/// <summary>What an item is, read off its properties: the features by which an item nobody knows finds its place among the others.</summary>
/// <remarks>
/// <para><b>Features.</b> A text: itself as a whole, and its words. A set: each member. A boolean: which. A number: its
/// half-octave, so that prices 10 % apart are mostly alike and twice the price is not. Timestamps say nothing.
/// A property's features share a length of 1, so that a long description does not outweigh the category.</para>
/// <para><b>Names.</b> The same word in two properties is two features. A feature is the first 64 bits of the hash of
/// <c>property, kind, value</c>: of a million features two fall together with a chance below 10⁻⁷.</para>
/// </remarks>
static class PropertyFeatures
{
    /// <summary>Words of a text that are looked at.</summary>
    const int MostWords = 64;

    /// <summary>Members of a set that are looked at.</summary>
    const int MostMembers = 64;

    const int ShortestWord = 2;

    /// <summary>The features of an item; none of a record that is empty.</summary>
    /// <param name="json">The properties as the catalog keeps them: a JSON object that was validated.</param>
    public static Feature[] Of(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return [];
        }

        var features = new List<Feature>();
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            Add(property.Name, property.Value, features);
        }

        return [.. features];
    }

    static void Add(string name, JsonElement value, List<Feature> features)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                AddText(name, value.GetString()!, features);
                break;
            // Of numbers: a vector, which says nothing by words.
            case JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number:
                break;
            case JsonValueKind.Array:
                AddAll(name, 'm', [.. value.EnumerateArray().Take(MostMembers).Select(member => member.ToString())], features);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                AddAll(name, 'b', [value.GetBoolean() ? "true" : "false"], features);
                break;
            case JsonValueKind.Number:
                AddAll(name, 'n', [HalfOctave(value.GetDouble())], features);
                break;
        }
    }

    static void AddText(string name, string text, List<Feature> features)
    {
        if (Rfc3339.TryParse(Encoding.UTF8.GetBytes(text.Length > Rfc3339.MaxBytes ? "" : text), out _))
        {
            return;
        }

        AddAll(name, 't', [text], features);
        AddAll(name, 'w', Words(text), features);
    }

    static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var at = 0; at <= text.Length && words.Count < MostWords; at++)
        {
            if (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                start = start < 0 ? at : start;
            }
            else if (start >= 0)
            {
                if (at - start >= ShortestWord)
                {
                    words.Add(text[start..at].ToLowerInvariant());
                }

                start = -1;
            }
        }

        return words;
    }

    static string HalfOctave(double value) => double.IsFinite(value)
        ? (Math.Sign(value) * (int)Math.Floor(2 * Math.Log2(1 + Math.Abs(value)))).ToString(CultureInfo.InvariantCulture)
        : "";

    static void AddAll(string name, char kind, List<string> values, List<Feature> features)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).ToList();
        foreach (var value in distinct)
        {
            features.Add(new Feature(HashOf($"{name}\0{kind}\0{value}"), 1 / MathF.Sqrt(distinct.Count)));
        }
    }

    // 0 stands for what all items have.
    static long HashOf(string text) => (long)(ulong)EventIdHash.Of(Encoding.UTF8.GetBytes(text)) is var hash && hash != Feature.Always ? hash : 1;
}
