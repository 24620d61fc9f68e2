using System.Text.Json;

namespace Attune.Server.Tests.Reference;

/// <summary>Types, limits and defaults of the contract, in words.</summary>
static class FieldText
{
    /// <summary>The page that describes the records.</summary>
    public const string Records = "records.md";

    /// <summary>A parameter: its name, where it stands, what it may be, what it does.</summary>
    public static string OfParameter(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        var place = parameter.GetProperty("in").GetString() == "path" ? ", in the path" : Is(parameter, "required") ? ", required" : "";
        return $"- `{parameter.GetProperty("name").GetString()}`{place}: {TypeOf(schema)}{Limits(schema)}. {parameter.GetProperty("description").GetString()}";
    }

    /// <summary>The fields of a record, a line each.</summary>
    public static IEnumerable<string> OfRecord(JsonElement record)
    {
        var required = record.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        return record.GetProperty("properties").EnumerateObject().Select(field =>
            $"- `{field.Name}`{(required.Contains(field.Name) ? ", required" : "")}: {TypeOf(field.Value)}. {Description(field.Value)}");
    }

    /// <summary>What a value is: a text, a list of records with a link, and so on.</summary>
    public static string TypeOf(JsonElement schema)
    {
        if (Contract.NameOf(schema) is { } name)
        {
            return name == nameof(JsonElement) ? "any JSON" : name == nameof(Stream) ? "file" : LinkTo(name);
        }

        var type = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
            ? several.EnumerateArray().Select(each => each.GetString()).First(each => each != "null")
            : schema.GetProperty("type").GetString();
        return type switch
        {
            "string" when schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" => "time",
            "string" when schema.TryGetProperty("enum", out var names) => $"one of {string.Join(", ", names.EnumerateArray().Select(each => $"`{each.GetString()}`"))}",
            "string" => "text",
            "integer" => "whole number",
            "boolean" => "true or false",
            "array" => schema.TryGetProperty("items", out var element) ? $"list of {TypeOf(element)}" : "list of any JSON",
            "object" when schema.TryGetProperty("additionalProperties", out var each) => $"object: {TypeOf(each)} by name",
            var other => other!,
        };
    }

    /// <summary>A link to a record.</summary>
    public static string LinkTo(string name) => $"[{name}]({Records}#{name.ToLowerInvariant()})";

    static string Limits(JsonElement schema)
    {
        var range = schema.TryGetProperty("minimum", out var least) ? $", {least.GetRawText()} to {schema.GetProperty("maximum").GetRawText()}"
            : schema.TryGetProperty("maxLength", out var most) ? $" of 1 to {most.GetRawText()} bytes"
            : schema.TryGetProperty("maxItems", out var items) ? $", at most {items.GetRawText()}"
            : "";
        return schema.TryGetProperty("default", out var unsaid) ? $"{range}; `{unsaid.ToString().ToLowerInvariant()}` where left out" : range;
    }

    static string? Description(JsonElement schema) =>
        schema.TryGetProperty("description", out var text) ? text.GetString()
        : schema.TryGetProperty("oneOf", out var parts) ? parts.EnumerateArray().Select(Description).FirstOrDefault(each => each is not null)
        : null;

    static bool Is(JsonElement holder, string flag) => holder.TryGetProperty(flag, out var value) && value.GetBoolean();
}
