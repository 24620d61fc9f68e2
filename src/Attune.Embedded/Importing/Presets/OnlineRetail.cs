namespace Attune.Embedded.Importing.Presets;

/// <summary>
/// UCI Online Retail: lines of invoices of a British gift shop, as CSV with the columns <c>InvoiceNo, StockCode, Description,
/// Quantity, InvoiceDate, UnitPrice, CustomerID, Country</c>.
/// </summary>
/// <remarks>
/// <para><b>A line is a purchase</b> of the product by the customer, the invoice being the session; a line without a customer belongs
/// to the session alone. Value: quantity × price. Context: quantity and country. Codes are compared in upper case.</para>
/// <para><b>Left out, and counted</b>, in this order: cancellations (invoices <c>C…</c>), adjustments (<c>A…</c>), what is not a product
/// (postage, manual, discount, bank charges, samples, fees, bad debt), quantities and prices that are not above zero.</para>
/// <para><b>A product's</b> name and price are those of the first line that sells it, so that a replay knows nothing beforehand.</para>
/// </remarks>
static class OnlineRetail
{
    public const string Name = "online-retail";

    static readonly string[] NotProducts =
        ["POST", "DOT", "M", "C2", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK"];

    static readonly string[] Columns =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    public static IReadOnlyList<ImportPass> Passes(string path)
    {
        var file = Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).FirstOrDefault(IsCsv)
                ?? throw new ImportException($"{path} has no .csv or .csv.gz file; the preset {Name} reads one.")
            : path;
        var types = string.Join(", ", Columns.Select(column => $"'{column}': 'VARCHAR'"));
        var source = $"read_csv({SourceSql.Text(file)}, header = true, delim = ',', quote = '\"', auto_detect = false, columns = {{{types}}})";
        var notProducts = string.Join(", ", NotProducts.Select(SourceSql.Text));
        return
        [
            new ImportPass
            {
                Path = file,
                Kind = ImportKind.Events,
                From = source,
                Countable = source,
                Fields = new Dictionary<ImportField, string>
                {
                    [ImportField.Type] = "'purchase'",
                    [ImportField.User] = @"regexp_replace(CustomerID, '\.0$', '')",
                    [ImportField.Session] = "InvoiceNo",
                    [ImportField.Item] = "upper(trim(StockCode))",
                    [ImportField.Time] = "InvoiceDate",
                    [ImportField.Value] = "round(TRY_CAST(Quantity AS DOUBLE) * TRY_CAST(UnitPrice AS DOUBLE), 4)",
                    [ImportField.Context] = "json_object('quantity', TRY_CAST(Quantity AS BIGINT), 'country', Country)",
                },
                Micros = TimeSql.Micros("InvoiceDate", "VARCHAR", null),
                Properties = PropertySql.Object(
                    [("name", "nullif(trim(Description), '')"), ("price", "TRY_CAST(UnitPrice AS DOUBLE)")]),
                FirstPropertiesHold = true,
                LeftOut =
                [
                    ("cancellation", "InvoiceNo LIKE 'C%'"),
                    ("adjustment", "InvoiceNo LIKE 'A%'"),
                    ("not a product", $"upper(trim(StockCode)) IN ({notProducts})"),
                    ("quantity not above zero", "coalesce(TRY_CAST(Quantity AS DOUBLE), 1) <= 0"),
                    ("price not above zero", "coalesce(TRY_CAST(UnitPrice AS DOUBLE), 1) <= 0"),
                ],
            },
        ];
    }

    static bool IsCsv(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);
}
