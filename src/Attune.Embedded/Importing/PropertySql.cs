namespace Attune.Embedded.Importing;

/// <summary>Properties as a JSON object, in SQL; what is NULL is left out.</summary>
static class PropertySql
{
    /// <summary>An object of columns, each in the type that its cells have.</summary>
    public static string Object(IEnumerable<(string Property, string Column)> properties, Dictionary<string, string> types) =>
        Object(properties.Select(pair => (pair.Property, Typed(SourceSql.Name(pair.Column), types[pair.Column]))));

    /// <summary>An object of expressions.</summary>
    public static string Object(IEnumerable<(string Property, string Expression)> properties) =>
        $"json_merge_patch('{{}}', json_object({string.Join(", ", properties.Select(pair => $"{SourceSql.Text(pair.Property)}, {pair.Expression}"))}))";

    static string Typed(string column, string type) => type switch
    {
        "VARCHAR" => $"nullif({column}, '')",
        "DATE" => $"strftime(TRY_CAST({column} AS DATE), '%Y-%m-%dT00:00:00Z')",
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) =>
            $"strftime(TRY_CAST({column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%SZ')",
        _ => $"TRY_CAST({column} AS {type})",
    };
}
