using System.Text.Json;

namespace Attune.Server.Tests.Reference;

/// <summary>Holds an answer to the contract: every name is described, of the type described, and what is required is there.</summary>
static class ContractCheck
{
    /// <summary>What is wrong, a sentence each.</summary>
    public static IEnumerable<string> Faults(Contract contract, JsonElement schema, JsonElement value, string path = "$")
    {
        var own = contract.Resolve(schema);
        if (!own.EnumerateObject().Any() || (value.ValueKind == JsonValueKind.Null && MayBeNull(schema, own)))
        {
            return [];
        }

        if (!Types(own).Contains(TypeOf(value), StringComparer.Ordinal))
        {
            return [$"{path} is {TypeOf(value)}, not {string.Join(" or ", Types(own))}."];
        }

        return value.ValueKind switch
        {
            // Without a description of its elements: anything.
            JsonValueKind.Array when own.TryGetProperty("items", out var each) => value.EnumerateArray().SelectMany((element, number) => Faults(contract, each, element, $"{path}[{number}]")),
            JsonValueKind.Object => OfObject(contract, own, value, path),
            _ => [],
        };
    }

    static IEnumerable<string> OfObject(Contract contract, JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("properties", out var known))
        {
            return schema.TryGetProperty("additionalProperties", out var each)
                ? value.EnumerateObject().SelectMany(field => Faults(contract, each, field.Value, $"{path}.{field.Name}"))
                : [];
        }

        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is not there.")
            : [];
        return missing.Concat(value.EnumerateObject().SelectMany(field => known.TryGetProperty(field.Name, out var described)
            ? Faults(contract, described, field.Value, $"{path}.{field.Name}")
            : [$"{path}.{field.Name} is not described."]));
    }

    static bool MayBeNull(JsonElement schema, JsonElement own) => schema.TryGetProperty("oneOf", out _) || Types(own).Contains("null", StringComparer.Ordinal);

    static IEnumerable<string> Types(JsonElement schema)
    {
        var type = schema.GetProperty("type");
        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(each => each.GetString()!) : [type.GetString()!];
        return names.Select(name => name == "integer" ? "number" : name);
    }

    static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
