using System.Buffers;
using System.Text.Unicode;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>The whole body of a request as UTF-8 text, in a buffer from the pool. Dispose of it to give the buffer back.</summary>
sealed class RequestBody : IDisposable
{
    const int FirstBytes = 4 * 1024;

    byte[] _buffer;

    RequestBody(byte[] buffer, int length, bool isLines) => (_buffer, Length, IsLines) = (buffer, length, isLines);

    /// <summary>How many bytes there are; at least 1, at most <see cref="EventLimits.BodyBytes"/>.</summary>
    public int Length { get; }

    /// <summary>True where each line is a JSON value of its own.</summary>
    public bool IsLines { get; }

    /// <summary>The bytes: valid UTF-8, not known to be JSON.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Reads the body, or answers with a problem and gives null.</summary>
    /// <remarks>A body beyond the limit ends in the server's own exception, which <see cref="ProblemEdge"/> answers.</remarks>
    public static async ValueTask<RequestBody?> ReadAsync(HttpContext context, bool takesLines)
    {
        if (!IsJson(context.Request.ContentType, takesLines, out var isLines))
        {
            var allowed = takesLines ? "application/json or application/x-ndjson, in UTF-8" : "application/json, in UTF-8";
            await ProblemAnswer.WriteAsync(context, ProblemKinds.UnsupportedMediaType(context.Request.ContentType, allowed));
            return null;
        }

        if (context.Request.ContentLength > EventLimits.BodyBytes)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.TooLarge(EventLimits.BodyBytes));
            return null;
        }

        var body = await CopyAsync(context, isLines);
        if (body.Fault() is { } fault)
        {
            body.Dispose();
            await ProblemAnswer.WriteAsync(context, fault);
            return null;
        }

        return body;
    }

    /// <summary>Gives the buffer back; the bytes must not be used any more.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    Problem? Fault()
    {
        if (Length == 0)
        {
            return ProblemKinds.Invalid("body", null, "A body of JSON is needed.");
        }

        return Utf8.IsValid(Bytes.Span) ? null : ProblemKinds.Invalid("body", null, "The body must be valid UTF-8.");
    }

    static async ValueTask<RequestBody> CopyAsync(HttpContext context, bool isLines)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)(context.Request.ContentLength ?? FirstBytes) + 1);
        var length = 0;
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                var part = (int)read.Buffer.Length;
                if (length + part > buffer.Length)
                {
                    buffer = Grow(buffer, length, length + part);
                }

                read.Buffer.CopyTo(buffer.AsSpan(length));
                length += part;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new(buffer, length, isLines);
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    static byte[] Grow(byte[] buffer, int length, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, needed));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    // By hand: a parsed MediaType costs more than the rest of a small request's reading.
    static bool IsJson(string? contentType, bool takesLines, out bool isLines)
    {
        isLines = false;
        if (contentType is null)
        {
            return false;
        }

        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = (semicolon < 0 ? contentType.AsSpan() : contentType.AsSpan(0, semicolon)).Trim();
        if (semicolon >= 0 && contentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
            && !contentType.Contains("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        isLines = takesLines
            && (type.Equals("application/x-ndjson", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/ndjson", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/jsonl", StringComparison.OrdinalIgnoreCase));
        return isLines || type.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }
}
