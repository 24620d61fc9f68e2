using System.Globalization;

namespace Attune.Tuning;

/// <summary>A span of time as people type it: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, or a plain number of seconds.</summary>
public static class BudgetText
{
    /// <summary>Reads it; false where it is none, is not above 0 or is longer than a day.</summary>
    public static bool TryParse(string text, out TimeSpan budget)
    {
        budget = TimeSpan.Zero;
        if (text.Length > 0 && char.IsAsciiDigit(text[^1]))
        {
            text += "s";
        }

        var seconds = 0.0;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            {
                end++;
            }

            if (end == text.Length || UnitSeconds(text[end]) is not { } unit
                || !double.TryParse(text.AsSpan(at, end - at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            seconds += number * unit;
            at = end + 1;
        }

        if (!(seconds > 0 && seconds <= 86_400))
        {
            return false;
        }

        budget = TimeSpan.FromSeconds(seconds);
        return true;
    }

    static double? UnitSeconds(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        _ => null,
    };
}
