using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Server.Bodies;

/// <summary>Writes records as answers.</summary>
static class JsonAnswer
{
    /// <summary>The media type of every answer that is not a problem.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Answers with a record.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, type, context.RequestAborted);
    }
}
