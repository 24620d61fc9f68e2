using System.Net;
using Microsoft.OpenApi;

namespace Attune.Server.Describing;

/// <summary>Makes the schemas say what the server does, and say it for people.</summary>
/// <remarks>
/// The framework describes what its own reader of JSON would take: numbers also as texts. Ours refuses those. It carries
/// sentences over as they stand in XML: with its escapes, and its line breaks.
/// </remarks>
static class PlainSchemas
{
    /// <summary>Goes through every record of a document.</summary>
    public static void Make(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            Make(schema);
        }
    }

    static void Make(IOpenApiSchema? schema)
    {
        switch (schema)
        {
            case OpenApiSchemaReference reference:
                // What it refers to is made where it stands.
                reference.Description = Words(reference.Reference.Description);
                break;
            case OpenApiSchema own:
                own.Description = Words(own.Description);
                if (own.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
                {
                    own.Type = type & ~JsonSchemaType.String;
                    own.Pattern = null;
                }

                foreach (var part in (own.Properties?.Values ?? []).Concat(own.OneOf ?? []).Concat(own.AnyOf ?? []))
                {
                    Make(part);
                }

                Make(own.Items);
                Make(own.AdditionalProperties);
                break;
        }
    }

    static string? Words(string? text) =>
        text is null ? null : string.Join(' ', WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
