using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>Where a row lies in a body.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many bytes.</param>
readonly record struct RowRange(int Start, int Length);

/// <summary>Cuts a body into rows: one JSON object, an array of them, or a line each. Nothing is copied or parsed twice.</summary>
sealed class Rows
{
    readonly List<RowRange> _ranges = [];

    Rows()
    {
    }

    /// <summary>The rows, in order.</summary>
    public IReadOnlyList<RowRange> Ranges => _ranges;

    /// <summary>True where the body is one object, not an array or lines.</summary>
    public bool IsSingle { get; private set; }

    /// <summary>Cuts a body; gives a problem instead where it is no JSON or has too many rows.</summary>
    public static (Rows? Rows, Problem? Problem) Cut(RequestBody body, int most)
    {
        var rows = new Rows();
        var bytes = body.Bytes.Span;
        var problem = body.IsLines ? rows.CutLines(bytes, most) : rows.CutJson(bytes, most);
        if (problem is null && rows._ranges.Count == 0)
        {
            problem = ProblemKinds.Invalid("body", null, "At least one row is needed.");
        }

        return problem is null ? (rows, null) : (null, problem);
    }

    Problem? CutLines(ReadOnlySpan<byte> bytes, int most)
    {
        var start = 0;
        while (start < bytes.Length)
        {
            var newline = bytes[start..].IndexOf((byte)'\n');
            var end = newline < 0 ? bytes.Length : start + newline;
            if (!bytes[start..end].Trim(" \t\r"u8).IsEmpty)
            {
                if (_ranges.Count == most)
                {
                    return TooMany(most);
                }

                _ranges.Add(new(start, end - start));
            }

            start = end + 1;
        }

        return null;
    }

    Problem? CutJson(ReadOnlySpan<byte> bytes, int most)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                IsSingle = true;
                Add(ref reader);
                reader.Read();
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (_ranges.Count == most)
                {
                    return TooMany(most);
                }

                Add(ref reader);
            }

            // Whatever follows the array is the reader's to refuse.
            reader.Read();
            return null;
        }
        catch (JsonException fault)
        {
            return JsonFault.Of(bytes, fault);
        }
    }

    void Add(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        _ranges.Add(new(start, (int)reader.BytesConsumed - start));
    }

    static Problem TooMany(int most) => ProblemKinds.Invalid("body", null, $"At most {most} rows in one request.");
}
