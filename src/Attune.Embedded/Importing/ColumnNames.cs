namespace Attune.Embedded.Importing;

/// <summary>Which columns hold which field, by the names that data sets give them. Case and punctuation do not matter.</summary>
static class ColumnNames
{
    static readonly Dictionary<ImportField, string[]> Known = new()
    {
        [ImportField.Event] = ["eventid"],
        [ImportField.Type] = ["type", "eventtype", "event", "action", "behavior", "behaviour", "behaviortype", "feedbacktype"],
        [ImportField.User] =
            ["userid", "user", "customerid", "customer", "visitorid", "visitor", "clientid", "memberid", "reviewerid", "uid"],
        [ImportField.Session] = ["sessionid", "session", "visitid", "usersession"],
        [ImportField.Item] =
            ["itemid", "item", "productid", "product", "movieid", "sku", "stockcode", "articleid", "asin", "trackid", "contentid", "bookid", "isbn"],
        [ImportField.Time] =
            ["timestamp", "time", "eventtime", "datetime", "createdat", "happenedat", "date", "ts", "unixreviewtime", "invoicedate", "tdat"],
        [ImportField.Value] = ["value", "rating", "score", "overall", "stars", "amount"],
        [ImportField.Recommendation] = ["recommendationid"],
        [ImportField.Context] = ["context"],
    };

    static readonly string[] RatingNames = ["rating", "score", "overall", "stars"];
    static readonly string[] ItemIds = ["id", .. Known[ImportField.Item]];
    static readonly string[] UserIds = ["id", .. Known[ImportField.User]];

    /// <summary>The column of a field of an event, or null.</summary>
    public static string? Of(ImportField field, IReadOnlyList<string> columns) => First(Known[field], columns);

    /// <summary>The column that holds the id of a record, or null.</summary>
    public static string? Id(ImportKind kind, IReadOnlyList<string> columns) =>
        First(kind == ImportKind.Items ? ItemIds : UserIds, columns);

    /// <summary>True where a column of values says by its name that they are ratings.</summary>
    public static bool SaysRating(string column) => RatingNames.Contains(Plain(column));

    // The first name of the list wins, not the first column.
    static string? First(string[] names, IReadOnlyList<string> columns) => names
        .Select(name => columns.FirstOrDefault(column => Plain(column) == name))
        .FirstOrDefault(column => column is not null);

    static string Plain(string column) => string.Concat(column.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
