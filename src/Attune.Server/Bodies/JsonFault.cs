using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>Says where a body stops being JSON.</summary>
static class JsonFault
{
    const int Shown = 24;

    /// <summary>The problem, with the byte at which reading stopped and what stands there.</summary>
    public static Problem Of(ReadOnlySpan<byte> bytes, JsonException fault)
    {
        var position = Position(bytes, fault.LineNumber ?? 0, fault.BytePositionInLine ?? 0);
        var shown = bytes.Slice(position, Math.Min(Shown, bytes.Length - position));
        var line = string.Create(CultureInfo.InvariantCulture, $"line {(fault.LineNumber ?? 0) + 1}, byte {fault.BytePositionInLine ?? 0}");
        return ProblemKinds.Invalid("body", Encoding.UTF8.GetString(shown), $"Must be JSON; it stops being so at {line}.", position);
    }

    static int Position(ReadOnlySpan<byte> bytes, long line, long inLine)
    {
        var position = 0;
        for (; line > 0; line--)
        {
            var newline = bytes[position..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                break;
            }

            position += newline + 1;
        }

        return (int)Math.Min(position + inLine, bytes.Length);
    }
}
