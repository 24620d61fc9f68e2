using System.Buffers;
using System.Globalization;
using Attune.Client.Wire;
using Attune.Server.Bodies;

namespace Attune.Server.Problems;

/// <summary>Writes problems as answers.</summary>
static class ProblemAnswer
{
    /// <summary>The media type of RFC 9457.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with a problem and nothing else.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ContentType;
        var text = new ArrayBufferWriter<byte>();
        JsonAnswer.Write(text, problem, WireJson.Default.Problem);
        context.Response.ContentLength = text.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(text.WrittenMemory, context.RequestAborted);
        }
    }

    /// <summary>Answers with a problem that may pass, and says when to try again (whole seconds, at least 1).</summary>
    public static Task WriteAsync(HttpContext context, Problem problem, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, problem);
    }
}
