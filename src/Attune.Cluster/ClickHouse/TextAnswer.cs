using System.Globalization;
using System.Text;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>Reads an answer in TabSeparatedWithNamesAndTypes: a line of names, a line of types, and a line a row.</summary>
static class TextAnswer
{
    /// <summary>Reads it, up to a number of rows.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="mostRows">More are cut.</param>
    /// <param name="zone">The time zone of the types that name none.</param>
    public static QueryAnswer Read(string text, int mostRows, string zone)
    {
        if (text.Length == 0)
        {
            return new QueryAnswer([], [], Cut: false);
        }

        var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
        var names = lines[0].Split('\t').Select(Plain);
        var types = lines.Length > 1 ? lines[1].Split('\t').Select(Plain).ToArray() : [];
        var columns = names.Zip(types).ToArray();
        var cells = Array.ConvertAll(types, type => Cell(type, zone));
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var line in lines.Skip(2).Take(mostRows))
        {
            var values = line.Split('\t');
            rows.Add(Array.ConvertAll([.. Enumerable.Range(0, cells.Length)], at => values[at] == "\\N" ? null : cells[at](Plain(values[at]))));
        }

        return new QueryAnswer(columns, rows, Cut: lines.Length - 2 > mostRows);
    }

    static Func<string, object?> Cell(string type, string zone)
    {
        foreach (var around in new[] { "Nullable(", "LowCardinality(" })
        {
            if (type.StartsWith(around, StringComparison.Ordinal))
            {
                return Cell(type[around.Length..^1], zone);
            }
        }

        return type switch
        {
            "Bool" => text => text is "true" or "1",
            "Float32" or "Float64" => text => Float(text),
            "Date" or "Date32" or "DateTime" => text => Instant(text, zone),
            "Nothing" => _ => null,
            _ when type.StartsWith("Int", StringComparison.Ordinal) && !type.StartsWith("Interval", StringComparison.Ordinal)
                || type.StartsWith("UInt", StringComparison.Ordinal) || type.StartsWith("Decimal", StringComparison.Ordinal) => Number,
            _ when type.StartsWith("DateTime", StringComparison.Ordinal) => text => Instant(text, type.Split('\'') is [_, var own, _] ? own : zone),
            _ => text => text,
        };
    }

    // Where a long or a decimal does not hold it, the nearest double.
    static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return text.Contains('.', StringComparison.Ordinal) && text.Count(char.IsAsciiDigit) <= 28
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact)
            ? exact
            : double.Parse(text, CultureInfo.InvariantCulture);
    }

    static double Float(string text) => text switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    // A zone this machine does not know, and instants that .NET does not have, are given as text.
    static object Instant(string text, string zone)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return text;
        }

        return zone is "UTC" or "Etc/UTC" || text.Length == 10 ? new DateTimeOffset(local, TimeSpan.Zero)
            : TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? new DateTimeOffset(local, found.GetUtcOffset(local)).ToUniversalTime()
            : text;
    }

    static string Plain(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            plain.Append(text[at] != '\\' || at + 1 == text.Length ? text[at] : text[++at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                '0' => '\0',
                var other => other,
            });
        }

        return plain.ToString();
    }
}
