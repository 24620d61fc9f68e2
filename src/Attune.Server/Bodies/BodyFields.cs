using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>Reads the fields of one JSON object by name; whatever does not fit goes to the faults and reads as null.</summary>
/// <param name="element">An object whose texts are whole Unicode.</param>
/// <param name="path">What stands before a field's name in a fault, as <c>events[2].</c>; empty at the top.</param>
/// <param name="faults">Takes what does not fit.</param>
readonly struct BodyFields(JsonElement element, string path, Faults faults)
{
    /// <summary>Adds a fault for each field that is not named, with the nearest name that is.</summary>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                var names = known.ToArray();
                faults.Add(path + property.Name, Raw(property.Value), $"Known here: {string.Join(", ", names)}.", null, NearestName.Of(property.Name, names));
            }
        }
    }

    /// <summary>A text of 1 to <paramref name="mostBytes"/> UTF-8 bytes.</summary>
    public string? Text(string name, int mostBytes, bool required = false)
    {
        if (!TryGet(name, required, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            if (text.Length > 0 && text.Length <= mostBytes && Encoding.UTF8.GetByteCount(text) <= mostBytes)
            {
                return text;
            }
        }

        faults.Add(path + name, Raw(value), string.Create(CultureInfo.InvariantCulture, $"A text of 1 to {mostBytes} UTF-8 bytes."));
        return null;
    }

    /// <summary>A whole number between two bounds.</summary>
    public int? Integer(string name, int least, int most)
    {
        if (!TryGet(name, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add(path + name, Raw(value), string.Create(CultureInfo.InvariantCulture, $"A whole number from {least} to {most}."));
        return null;
    }

    /// <summary>A finite number.</summary>
    public double? Number(string name)
    {
        if (!TryGet(name, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        faults.Add(path + name, Raw(value), "A finite number.");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        faults.Add(path + name, Raw(value), "true or false.");
        return null;
    }

    /// <summary>An instant in the form of RFC 3339.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (!TryGet(name, required: false, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant))
        {
            return instant;
        }

        faults.Add(path + name, Raw(value), "An instant as 2026-11-20T18:00:00Z.");
        return null;
    }

    /// <summary>The elements of an array of at most <paramref name="most"/>.</summary>
    public IReadOnlyList<JsonElement> Elements(string name, int most)
    {
        if (!TryGet(name, required: false, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
        {
            return [.. value.EnumerateArray()];
        }

        faults.Add(path + name, Raw(value), string.Create(CultureInfo.InvariantCulture, $"An array of at most {most} elements."));
        return [];
    }

    /// <summary>A field's value; false where it is not there or null.</summary>
    public bool TryGet(string name, bool required, out JsonElement value)
    {
        if (element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        if (required)
        {
            faults.Add(path + name, null, "Required.");
        }

        return false;
    }

    /// <summary>A value as it was written, cut.</summary>
    public static string Raw(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Faults.Cut(value.GetString())! : Faults.Cut(value.GetRawText())!;
}
