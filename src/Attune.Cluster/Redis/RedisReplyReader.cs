using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Attune.Cluster.Redis;

/// <summary>Makes replies of the bytes a server sends, however they are cut; no byte is looked at twice.</summary>
sealed class RedisReplyReader
{
    const int LongestLine = 64 << 10;
    const int LongestValue = 512 << 20;
    const int MostItems = 1 << 24;
    const int Deepest = 8;

    readonly Stack<OpenArray> _open = new();
    readonly ArrayBufferWriter<byte> _line = new();
    byte[]? _value;
    int _filled;
    int _lineEnd;

    /// <summary>Takes bytes until a reply is whole, or none are left.</summary>
    /// <param name="input">What has come; afterwards what was not taken.</param>
    /// <param name="reply">The reply.</param>
    /// <returns>False where more bytes are needed; all of <paramref name="input"/> is taken then.</returns>
    /// <exception cref="InvalidDataException">It is no such protocol.</exception>
    public bool TryRead(ref ReadOnlySpan<byte> input, out RedisReply reply)
    {
        reply = default;
        while (true)
        {
            if (_value is not null)
            {
                if (!TryFill(ref input, out reply))
                {
                    return false;
                }
            }
            else if (!TryLine(ref input, out reply, out var isWhole))
            {
                return false;
            }
            else if (!isWhole)
            {
                continue;
            }

            if (Close(ref reply))
            {
                return true;
            }
        }
    }

    bool Close(ref RedisReply reply)
    {
        while (_open.TryPeek(out var array))
        {
            array.Items[array.Filled++] = reply;
            if (array.Filled < array.Items.Length)
            {
                return false;
            }

            reply = RedisReply.Of(_open.Pop().Items);
        }

        return true;
    }

    bool TryFill(ref ReadOnlySpan<byte> input, out RedisReply reply)
    {
        reply = default;
        var taken = Math.Min(_value!.Length - _filled, input.Length);
        input[..taken].CopyTo(_value.AsSpan(_filled));
        _filled += taken;
        input = input[taken..];
        if (_filled < _value.Length)
        {
            return false;
        }

        taken = Math.Min(_lineEnd, input.Length);
        _lineEnd -= taken;
        input = input[taken..];
        if (_lineEnd > 0)
        {
            return false;
        }

        reply = RedisReply.Of(_value);
        _value = null;
        return true;
    }

    bool TryLine(ref ReadOnlySpan<byte> input, out RedisReply reply, out bool isWhole)
    {
        (reply, isWhole) = (default, false);
        var end = input.IndexOf((byte)'\n');
        var part = end < 0 ? input : input[..end];
        if (_line.WrittenCount + part.Length > LongestLine)
        {
            throw new InvalidDataException($"A line of a reply is longer than {LongestLine} bytes.");
        }

        if (end < 0)
        {
            _line.Write(part);
            input = [];
            return false;
        }

        input = input[(end + 1)..];
        if (_line.WrittenCount == 0)
        {
            isWhole = TryBegin(part, out reply);
            return true;
        }

        _line.Write(part);
        isWhole = TryBegin(_line.WrittenSpan, out reply);
        _line.ResetWrittenCount();
        return true;
    }

    // True where the line is a reply by itself.
    bool TryBegin(ReadOnlySpan<byte> line, out RedisReply reply)
    {
        if (line.Length < 2 || line[^1] != '\r')
        {
            throw new InvalidDataException("A line of a reply has no end.");
        }

        var kind = (char)line[0];
        var text = line[1..^1];
        reply = kind switch
        {
            '+' => RedisReply.OfText(text.SequenceEqual("OK"u8) ? "OK" : Encoding.UTF8.GetString(text)),
            '-' => RedisReply.OfError(Encoding.UTF8.GetString(text)),
            ':' => RedisReply.OfNumber(Number(text, long.MaxValue)),
            _ => default,
        };
        if (kind == '$' && Number(text, LongestValue) is var length and >= 0)
        {
            (_value, _filled, _lineEnd) = (new byte[length], 0, 2);
            return false;
        }

        if (kind == '*' && Number(text, MostItems) is var items and >= 0)
        {
            reply = RedisReply.Of(new RedisReply[items]);
            if (items == 0)
            {
                return true;
            }

            _open.Push(new(reply.Items));
            return _open.Count <= Deepest ? false : throw new InvalidDataException($"A reply is nested deeper than {Deepest}.");
        }

        return kind is '+' or '-' or ':' or '$' or '*'
            ? true
            : throw new InvalidDataException($"A reply begins with byte {(int)kind}: the server speaks another protocol.");
    }

    static long Number(ReadOnlySpan<byte> text, long most) =>
        Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length && number <= most
            ? number
            : throw new InvalidDataException($"A reply has the number \"{Encoding.UTF8.GetString(text)}\"; the limit is {most}.");

    sealed class OpenArray(RedisReply[] items)
    {
        public RedisReply[] Items { get; } = items;

        public int Filled { get; set; }
    }
}
