using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Attune.Recommending;
using Microsoft.OpenApi;

namespace Attune.Server.Describing;

/// <summary>The OpenAPI document <c>/openapi/v1.json</c>: made from the endpoints' descriptions, so that it cannot say otherwise.</summary>
static class ApiDocument
{
    /// <summary>Where the document is.</summary>
    public const string Pattern = "/openapi/{documentName}.json";

    /// <summary>The server's version.</summary>
    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Adds the making of the document.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Attune",
                Version = Version,
                Description = "Recommendations that know what happened a moment ago. Errors are problem details (RFC 9457) that name field, value and limit.",
            };
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key, atn_WORKSPACE_ID_SECRET; also taken from the header X-Attune-Key. A server without keys listens on loopback only and takes the workspace from the header Attune-Workspace.",
                },
            };
            PlainSchemas.Make(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<EndpointDescription>().FirstOrDefault() is { } description)
            {
                Describe(operation, description, context.Description.RelativePath ?? "", context.Document);
            }

            return Task.CompletedTask;
        });
    });

    static void Describe(OpenApiOperation operation, EndpointDescription description, string path, OpenApiDocument? document)
    {
        operation.Parameters ??= [];
        operation.Parameters.Clear();
        foreach (var name in Names(path))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Description = "Percent-encoded.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 256 },
            });
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            response.Description = StatusWords.Of(int.Parse(status, CultureInfo.InvariantCulture));
        }

        foreach (var parameter in description.Query)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Required = parameter.IsRequired,
                Description = parameter.Summary,
                Schema = SchemaOf(parameter),
            });
        }

        if (description.Scope is { } scope)
        {
            operation.Description = $"{operation.Description}\n\nNeeds a key of scope {scope.ToString().ToLowerInvariant()} or above.".Trim();
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        }
    }

    static IEnumerable<string> Names(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}').Split(':')[0]);

    static OpenApiSchema SchemaOf(QueryParameter parameter) => parameter switch
    {
        IntegerParameter integer => new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = integer.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = integer.Most.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(integer.Default),
        },
        ChoiceParameter choice => new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. choice.Names.Select(name => (JsonNode)JsonValue.Create(name))],
            Default = JsonValue.Create(choice.Names[0]),
        },
        FlagParameter => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) },
        PlacesParameter places => new()
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = places.MostBytes },
        },
        ColumnsParameter => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, MaxItems = RecommendationRequest.MaxColumns },
        TextParameter text => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = text.MostBytes },
        _ => new(),
    };
}
