using System.Globalization;

namespace Attune.Server.Telemetry;

/// <summary>The labels of a measurement as Prometheus writes them: <c>route="/v1/events",status="200"</c>.</summary>
/// <remarks>Written into a buffer of the thread: telling two label sets apart costs no allocation.</remarks>
static class LabelText
{
    const int Longest = 1024;

    [ThreadStatic]
    static char[]? Buffer;

    /// <summary>The text, good until the thread writes the next; labels past 1024 characters are left out.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return [];
        }

        var buffer = Buffer ??= new char[Longest];
        var length = 0;
        foreach (var (name, value) in tags)
        {
            if (!TryWrite(buffer.AsSpan(length), length > 0, name, value, out var written))
            {
                break;
            }

            length += written;
        }

        return buffer.AsSpan(0, length);
    }

    static bool TryWrite(Span<char> to, bool follows, string name, object? value, out int written)
    {
        written = 0;
        var text = value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // Every character of the value may need a backslash.
        if (to.Length < name.Length + (text.Length * 2) + 4)
        {
            return false;
        }

        if (follows)
        {
            to[written++] = ',';
        }

        foreach (var c in name)
        {
            to[written++] = char.IsAsciiLetterOrDigit(c) ? c : '_';
        }

        to[written++] = '=';
        to[written++] = '"';
        foreach (var c in text)
        {
            if (c is '\\' or '"' or '\n')
            {
                to[written++] = '\\';
            }

            to[written++] = c == '\n' ? 'n' : c;
        }

        to[written++] = '"';
        return true;
    }
}
