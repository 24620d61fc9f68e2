using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Server.Commands;

/// <summary>Results go to standard output, everything about them to standard error.</summary>
static class Output
{
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>A text with ends of lines of its own.</summary>
    public static void Write(string text) => Console.Out.Write(text);

    public static void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>What <c>--seconds</c> asks for.</summary>
    /// <exception cref="UsageException">It is negative or longer than a month.</exception>
    public static TimeSpan Duration(double seconds) => seconds is >= 0 and <= 31 * 86_400
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(FormattableString.Invariant($"--seconds is {seconds}; it must be 0 to {31 * 86_400}."));

    public static void Json<T>(T value, JsonTypeInfo<T> type)
    {
        using var stream = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        stream.WriteByte((byte)'\n');
    }

    public static void Json(JsonObject value) => Line(value.ToJsonString(new() { WriteIndented = true }));

    /// <summary>Columns as wide as their widest cell; numbers to the right.</summary>
    public static void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = header.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max()).ToArray();
        Line(Row(header, _ => false));
        Line(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (var row in rows)
        {
            Line(Row(row, IsNumber));
        }

        string Row(IReadOnlyList<string> cells, Func<string, bool> right) => string.Join("  ", cells.Select(
            (cell, column) => right(cell) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();

        static bool IsNumber(string cell) =>
            double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
    }
}
