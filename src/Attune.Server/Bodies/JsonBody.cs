using System.Text.Json;
using Attune.Client.Wire;
using Attune.Server.Problems;

namespace Attune.Server.Bodies;

/// <summary>A body that is one JSON object, parsed. Dispose of it to give its memory back.</summary>
sealed class JsonBody : IDisposable
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    readonly RequestBody _body;
    readonly JsonDocument _document;

    JsonBody(RequestBody body, JsonDocument document) => (_body, _document) = (body, document);

    /// <summary>The object.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Reads and parses the body, or answers with a problem and gives null.</summary>
    public static async ValueTask<JsonBody?> ReadAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, takesLines: false);
        if (body is null)
        {
            return null;
        }

        var (document, problem) = Parse(body.Bytes);
        if (document is null)
        {
            body.Dispose();
            await ProblemAnswer.WriteAsync(context, problem!);
            return null;
        }

        return new(body, document);
    }

    /// <summary>Answers by what a body asks, or refuses it with all that is wrong with it.</summary>
    /// <param name="context">The question.</param>
    /// <param name="read">Reads what is asked, and notes its faults.</param>
    /// <param name="answer">Called where there were none; what it is given must not hold on to the object.</param>
    public static async Task WithAsync<T>(HttpContext context, Func<JsonElement, Faults, T> read, Func<T, Task> answer)
    {
        using var body = await ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var faults = new Faults();
        var asked = read(body.Root, faults);
        await (faults.Any ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors)) : answer(asked));
    }

    /// <summary>Parses one JSON object.</summary>
    public static (JsonDocument? Document, Problem? Problem) Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            RefuseHalfCharacters(bytes.Span);
            var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (document, null);
            }

            document.Dispose();
            return (null, ProblemKinds.Invalid("body", null, "Must be a JSON object."));
        }
        catch (JsonException fault)
        {
            return (null, JsonFault.Of(bytes.Span, fault));
        }
        catch (InvalidOperationException)
        {
            return (null, ProblemKinds.Invalid("body", null, "Texts must be whole Unicode: a \\ud800 to \\udfff escape stands alone."));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        _body.Dispose();
    }

    // A lone surrogate escape is valid JSON and no text: found here, not by an exception at whichever field is read.
    static void RefuseHalfCharacters(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
