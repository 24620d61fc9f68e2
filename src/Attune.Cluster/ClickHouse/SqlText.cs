using System.Globalization;
using System.Text;
using Attune.Events;

namespace Attune.Cluster.ClickHouse;

/// <summary>Names, texts and places as ClickHouse's SQL writes them.</summary>
static class SqlText
{
    /// <summary>A name between backticks.</summary>
    public static string Name(string name) => $"`{Escape(name, '`')}`";

    /// <summary>A text between quotes.</summary>
    public static string Text(string text) => $"'{Escape(text, '\'')}'";

    /// <summary>A whole number.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The condition that a row lies before a place of the log: true for no row where the place names no partition.</summary>
    public static string Before(LogToken place) => place.Places.Length == 0 ? "0" : $"log_offset < {OffsetIn(place)}";

    /// <summary>The condition that a row lies at a place of the log or after it.</summary>
    public static string From(LogToken place) => place.Places.Length == 0 ? "1" : $"log_offset >= {OffsetIn(place)}";

    static string OffsetIn(LogToken place) => place.Places is [var only]
        ? $"if(log_partition = {only.Partition}, {Number(only.Offset)}, 0)"
        : $"transform(log_partition, [{List(place, at => at.Partition)}], [{List(place, at => at.Offset)}], 0)";

    static string List(LogToken place, Func<(int Partition, long Offset), long> part) => string.Join(',', place.Places.Select(at => Number(part(at))));

    static string Escape(string text, char quote)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var letter in text)
        {
            if (letter == quote || letter == '\\')
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
