using System.Text.Json;

namespace Attune.Events;

/// <summary>Where reading JSON stopped, as an offset into the text.</summary>
static class JsonPlace
{
    /// <summary>The byte, from 0. The framework gives line and place in the line.</summary>
    internal static long Of(ReadOnlySpan<byte> json, JsonException fault)
    {
        var start = 0;
        for (var line = fault.LineNumber ?? 0; line > 0; line--)
        {
            var end = json[start..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            start += end + 1;
        }

        return Math.Min(start + (fault.BytePositionInLine ?? 0), json.Length);
    }
}
