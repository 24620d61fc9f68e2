using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Server.Bodies;

/// <summary>Writes records as answers.</summary>
static class JsonAnswer
{
    /// <summary>The media type of every answer that is not a problem.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>How answers are written: text as it is, but for what JSON itself must escape. Safe outside of HTML, and no answer is HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A number of single precision in as few digits as tell it from every other: 0.1, and not 0.10000000149011612.</summary>
    public static double Short(float number) => double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Writes a record as answers have it.</summary>
    public static void Write<T>(IBufferWriter<byte> to, T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(to, Options);
        JsonSerializer.Serialize(writer, value, type);
    }

    /// <summary>Answers with a record.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        Write(context.Response.BodyWriter, value, type);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
