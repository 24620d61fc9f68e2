namespace Attune.Evaluating.Datasets;

/// <summary>Which column of a table plays which part, by its name.</summary>
/// <remarks>Names are compared without case, blanks, dots, hyphens and underscores: <c>CustomerID</c> is <c>customer_id</c>.</remarks>
sealed class ColumnRoles
{
    /// <summary>The names each part is known by, best first.</summary>
    internal static IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>
    {
        ["user"] = ["user", "userid", "customer", "customerid", "visitor", "visitorid", "reviewerid", "uid"],
        ["session"] = ["session", "sessionid", "sid", "visitid"],
        ["item"] = ["item", "itemid", "product", "productid", "stockcode", "sku", "movieid", "asin", "articleid", "iid"],
        ["time"] = ["time", "timestamp", "happenedat", "datetime", "date", "invoicedate", "eventtime", "unixreviewtime", "ts"],
        ["type"] = ["type", "event", "eventtype", "action", "behavior"],
        ["value"] = ["value", "rating", "stars", "overall", "quantity", "qty", "amount"],
    };

    readonly string[] _names;

    ColumnRoles(string[] names) => _names = names;

    /// <summary>How many columns there are.</summary>
    internal int Count => _names.Length;

    /// <summary>Reads a header, or names given instead of one.</summary>
    internal static ColumnRoles From(IEnumerable<string> names) => new([.. names.Select(Plain)]);

    /// <summary>The column of a part: the one named so by the caller, or else the first alias that is there; −1 for none.</summary>
    internal int Find(string part, string? named = null)
    {
        if (named is not null)
        {
            return Array.IndexOf(_names, Plain(named));
        }

        foreach (var alias in Aliases[part])
        {
            if (Array.IndexOf(_names, alias) is >= 0 and var column)
            {
                return column;
            }
        }

        return -1;
    }

    /// <summary>The column's name as compared.</summary>
    internal string NameOf(int column) => _names[column];

    /// <summary>The column of a part that must be there.</summary>
    /// <exception cref="DatasetException">It is not; the message gives the names it is known by.</exception>
    internal int Require(string part, string path, int line, string? named = null)
    {
        var column = Find(part, named);
        return column >= 0
            ? column
            : throw new DatasetException(
                path,
                line,
                named is null
                    ? $"no column is the {part}; expected one named {string.Join(", ", Aliases[part])}. Columns are: {string.Join(", ", _names)}."
                    : $"there is no column '{named}' for the {part}. Columns are: {string.Join(", ", _names)}.");
    }

    static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
