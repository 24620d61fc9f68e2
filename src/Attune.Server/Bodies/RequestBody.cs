using System.Buffers;
using System.Text.Unicode;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>The whole body of a request as UTF-8 text, in a buffer from the pool. Dispose of it to give the buffer back.</summary>
sealed class RequestBody : IDisposable
{
    /// <summary>Most bytes of a body, also of one that is refused: the server's own limit.</summary>
    public const long MostDiscardedBytes = 4L * EventLimits.BodyBytes;

    const int FirstBytes = 4 * 1024;

    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    byte[] _buffer;
    Action? _ended;

    RequestBody(byte[] buffer, int length, bool isLines) => (_buffer, Length, IsLines) = (buffer, length, isLines);

    /// <summary>How many bytes there are; at least 1, at most <see cref="EventLimits.BodyBytes"/>.</summary>
    public int Length { get; }

    /// <summary>True where each line is a JSON value of its own.</summary>
    public bool IsLines { get; }

    /// <summary>The bytes: valid UTF-8, not known to be JSON.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Reads the body, or answers with a problem and gives null.</summary>
    /// <remarks>
    /// A body beyond the limit is read to its end and thrown away before the answer: a client that is still sending when the
    /// connection closes never sees the answer. What is beyond <see cref="MostDiscardedBytes"/> is cut off.
    /// </remarks>
    public static async ValueTask<RequestBody?> ReadAsync(HttpContext context, bool takesLines)
    {
        if (!IsJson(context.Request.ContentType, takesLines, out var isLines))
        {
            var allowed = takesLines ? "application/json or application/x-ndjson, in UTF-8" : "application/json, in UTF-8";
            await ProblemAnswer.WriteAsync(context, ProblemKinds.UnsupportedMediaType(context.Request.ContentType, allowed));
            return null;
        }

        var expected = Math.Min(context.Request.ContentLength ?? EventLimits.BodyBytes, EventLimits.BodyBytes);
        var budget = expected > BodyBudget.SmallBytes ? context.RequestServices.GetRequiredService<BodyBudget>() : null;
        if (budget is not null && !budget.TryTake(expected))
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Overloaded("Too many large bodies are under way already."), RetryAfter);
            return null;
        }

        RequestBody? body = null;
        try
        {
            body = await CopyAsync(context, isLines);
        }
        finally
        {
            if (body is null)
            {
                budget?.Return(expected);
            }
        }

        if (body is null)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.TooLarge(EventLimits.BodyBytes));
            return null;
        }

        body._ended = budget is null ? null : () => budget.Return(expected);
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
        _ended?.Invoke();
        _ended = null;
    }

    Problem? Fault()
    {
        if (Length == 0)
        {
            return ProblemKinds.Invalid("body", null, "A body of JSON is needed.");
        }

        return Utf8.IsValid(Bytes.Span) ? null : ProblemKinds.Invalid("body", null, "The body must be valid UTF-8.");
    }

    static async ValueTask<RequestBody?> CopyAsync(HttpContext context, bool isLines)
    {
        var expected = Math.Min(context.Request.ContentLength ?? FirstBytes, EventLimits.BodyBytes);
        var buffer = ArrayPool<byte>.Shared.Rent((int)expected + 1);
        var length = 0L;
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                var part = read.Buffer.Length;
                if (length + part <= EventLimits.BodyBytes)
                {
                    buffer = length + part > buffer.Length ? Grow(buffer, (int)length, (int)(length + part)) : buffer;
                    read.Buffer.CopyTo(buffer.AsSpan((int)length));
                }

                length += part;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        if (length <= EventLimits.BodyBytes)
        {
            return new(buffer, (int)length, isLines);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return null;
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
