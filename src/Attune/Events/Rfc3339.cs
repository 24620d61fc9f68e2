namespace Attune.Events;

/// <summary>Reads instants written as RFC 3339 has them, without allocating.</summary>
static class Rfc3339
{
    /// <summary>Longest text looked at: a date, a time with 32 digits of fraction, and an offset.</summary>
    internal const int MaxBytes = 64;

    /// <summary>
    /// Reads <c>2026-11-20T18:00:00.123456Z</c>, <c>…+01:00</c>, a blank in place of T, or a date alone (midnight UTC).
    /// Digits of the fraction beyond the sixth are dropped; a leap second counts as the next second.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out EventTime time)
    {
        time = default;
        if (text.Length < 10 || text.Length > MaxBytes || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text.Slice(5, 2), out var month) || !Digits(text.Slice(8, 2), out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var micros = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        if (text.Length > 10 && !AddTime(text[10..], ref micros))
        {
            return false;
        }

        time = new EventTime(micros);
        return true;
    }

    static bool AddTime(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length < 10 || text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[3] != ':' || text[6] != ':'
            || !Digits(text.Slice(1, 2), out var hour) || !Digits(text.Slice(4, 2), out var minute) || !Digits(text.Slice(7, 2), out var second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        micros += ((((hour * 60L) + minute) * 60) + second) * EventTime.MicrosPerSecond;
        text = text[9..];
        if (text[0] == '.')
        {
            var unit = EventTime.MicrosPerSecond;
            var digits = 1;
            for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
            {
                unit /= 10;
                micros += unit * (text[digits] - '0');
            }

            if (digits == 1)
            {
                return false;
            }

            text = text[digits..];
        }

        return AddOffset(text, ref micros);
    }

    static bool AddOffset(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Digits(text.Slice(1, 2), out var hours) || !Digits(text.Slice(4, 2), out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        var ahead = ((hours * 60L) + minutes) * 60 * EventTime.MicrosPerSecond;
        micros += text[0] == '+' ? -ahead : ahead;
        return true;
    }

    static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var letter in text)
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + letter - '0';
        }

        return true;
    }
}
