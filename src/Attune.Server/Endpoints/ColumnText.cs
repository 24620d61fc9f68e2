using System.Text.Json;
using Attune.Catalog;
using Attune.Filtering;
using Attune.Recommending;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Reads the columns a question wants worked out: <c>{"km": "distance(item.place, user.place) / 1000"}</c>, or <c>km=…</c>.</summary>
static class ColumnText
{
    const string Field = "columns";

    static readonly string NameLimit = $"A column's name is {CatalogLimits.NamePattern}; at most {CatalogLimits.NameBytes} bytes, and named once.";
    static readonly string Most = $"At most {RecommendationRequest.MaxColumns} columns are worked out.";
    static readonly string ExpressionLimit = $"An expression of 1 to {FilterLimits.Length} characters.";

    /// <summary>The columns of a body.</summary>
    public static IReadOnlyList<ColumnExpression> Read(BodyFields fields, Faults faults)
    {
        if (!fields.TryGet(Field, required: false, out var given))
        {
            return [];
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Field, BodyFields.Raw(given), "An object of expressions by name.");
            return [];
        }

        var columns = new List<ColumnExpression>();
        foreach (var column in given.EnumerateObject())
        {
            Add(columns, column.Name, column.Value.ValueKind == JsonValueKind.String ? column.Value.GetString()! : "", faults);
        }

        return columns;
    }

    /// <summary>The columns of a query, each as <c>name=expression</c>.</summary>
    public static IReadOnlyList<ColumnExpression> Read(IEnumerable<string?> given, Faults faults)
    {
        var columns = new List<ColumnExpression>();
        foreach (var text in given)
        {
            var at = text?.IndexOf('=', StringComparison.Ordinal) ?? -1;
            if (at <= 0)
            {
                faults.Add(Field, text, "A name, = and an expression, as km=distance(item.place, user.place) / 1000.");
                continue;
            }

            Add(columns, text![..at], text[(at + 1)..], faults);
        }

        return columns;
    }

    static void Add(List<ColumnExpression> columns, string name, string expression, Faults faults)
    {
        if (columns.Count == RecommendationRequest.MaxColumns)
        {
            faults.Add(Field, name, Most);
        }
        else if (!CatalogLimits.IsName(name) || columns.Exists(column => column.Name == name))
        {
            faults.Add(Field, name, NameLimit);
        }
        else if (expression.Length is 0 or > FilterLimits.Length)
        {
            faults.Add($"{Field}.{name}", expression, ExpressionLimit);
        }
        else
        {
            columns.Add(new ColumnExpression(name, expression));
        }
    }
}
