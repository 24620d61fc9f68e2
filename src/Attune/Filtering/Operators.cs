namespace Attune.Filtering;

/// <summary>The operators as written, and what is written in their place by who knows them from elsewhere.</summary>
static class Operators
{
    internal static Relation RelationOf(string symbol) => symbol switch
    {
        "==" => Relation.Equal,
        "!=" => Relation.NotEqual,
        "<" => Relation.Less,
        "<=" => Relation.LessOrEqual,
        ">" => Relation.Greater,
        _ => Relation.GreaterOrEqual,
    };

    /// <summary>The operator meant by a word of SQL or Python; null where none is.</summary>
    internal static string? Meant(string word) => word.ToLowerInvariant() switch
    {
        "and" => "&&",
        "or" => "||",
        "is" or "eq" or "equals" => "==",
        "ne" or "neq" or "isnt" => "!=",
        "lt" => "<",
        "le" or "lte" => "<=",
        "gt" => ">",
        "ge" or "gte" => ">=",
        "not" => "!",
        "contains" or "like" or "startswith" => ".contains(…)",
        _ => null,
    };
}
