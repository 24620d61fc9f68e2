using System.Text.Json;

namespace Attune.Server.Tests.Reference;

/// <summary>An operation of the contract: <c>GET /v1/items/{id}</c> and what is said of it.</summary>
sealed record Operation(string Method, string Path, JsonElement Text)
{
    public string Title => $"{Method} {Path}";

    public string Group => Text.GetProperty("tags")[0].GetString()!;

    public bool NeedsKey => Text.TryGetProperty("security", out _);

    /// <summary>Statuses that are no problem, each with the schema of its answer; no value where it has no body.</summary>
    public IEnumerable<(int Status, JsonElement? Schema)> Answers => Responses.Where(each => !IsProblem(each.Value)).Select(each => (Number(each), SchemaOf(each.Value)));

    public IEnumerable<(int Status, string Meaning)> Problems => Responses.Where(each => IsProblem(each.Value)).Select(each => (Number(each), each.Value.GetProperty("description").GetString()!));

    /// <summary>The schema of an answer.</summary>
    public JsonElement? SchemaOf(int status) => SchemaOf(Text.GetProperty("responses").GetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The schema of what a body or an answer holds.</summary>
    public static JsonElement? SchemaOf(JsonElement holder) =>
        holder.TryGetProperty("content", out var content) && content.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } first
            ? first.Value.GetProperty("schema")
            : null;

    IEnumerable<JsonProperty> Responses => Text.GetProperty("responses").EnumerateObject().OrderBy(Number);

    static int Number(JsonProperty response) => int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture);

    static bool IsProblem(JsonElement response) => response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _);
}

/// <summary>The contract that a server serves at <c>/openapi/v1.json</c>.</summary>
sealed class Contract(JsonElement document)
{
    const string Prefix = "#/components/schemas/";

    public IReadOnlyList<string> Groups { get; } = [.. document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!)];

    public IReadOnlyList<Operation> Operations { get; } =
        [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => new Operation(method.Name.ToUpperInvariant(), path.Name, method.Value)))];

    public string KeyText { get; } = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("description").GetString()!;

    /// <summary>The records by name.</summary>
    public IEnumerable<JsonProperty> Records => document.GetProperty("components").GetProperty("schemas").EnumerateObject().OrderBy(record => record.Name, StringComparer.Ordinal);

    /// <summary>The operation that a request is for: the one with fewest names in braces among those that fit.</summary>
    public Operation Find(string method, string path)
    {
        var steps = path.Split('/');
        return Operations
            .Where(operation => operation.Method == method && Fits(operation.Path.Split('/'), steps))
            .MinBy(operation => operation.Path.Count(letter => letter == '{'))
            ?? throw new InvalidOperationException($"The contract has no {method} {path}.");
    }

    /// <summary>The name of the record that a schema refers to, also where it may be null; null where it refers to none.</summary>
    public static string? NameOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()![Prefix.Length..]
        : schema.TryGetProperty("oneOf", out var parts) ? parts.EnumerateArray().Select(NameOf).FirstOrDefault(name => name is not null)
        : null;

    /// <summary>A schema itself, or the record it refers to.</summary>
    public JsonElement Resolve(JsonElement schema) =>
        NameOf(schema) is { } name ? document.GetProperty("components").GetProperty("schemas").GetProperty(name) : schema;

    static bool Fits(string[] pattern, string[] steps) =>
        pattern.Length == steps.Length && pattern.Zip(steps).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}
