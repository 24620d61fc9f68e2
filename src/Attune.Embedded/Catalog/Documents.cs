using Attune.Embedded.DuckDb;

namespace Attune.Embedded.Catalog;

/// <summary>Named documents: a text by kind and name.</summary>
static class Documents
{
    public static string? Find(DuckConnection connection, string kind, string name)
    {
        using var statement = connection.Prepare("SELECT json FROM documents WHERE kind = ? AND name = ?");
        using var result = statement.Bind(1, kind).Bind(2, name).Stream();
        return result.Read() ? result.Texts(0).String(0) : null;
    }

    public static IReadOnlyDictionary<string, string> OfKind(DuckConnection connection, string kind)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var statement = connection.Prepare("SELECT name, json FROM documents WHERE kind = ?");
        using var result = statement.Bind(1, kind).Stream();
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                documents[result.Texts(0).String(row)] = result.Texts(1).String(row);
            }
        }

        return documents;
    }

    public static IReadOnlyList<string> Kinds(DuckConnection connection)
    {
        var kinds = new List<string>();
        using var result = connection.Query("SELECT DISTINCT kind FROM documents");
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                kinds.Add(result.Texts(0).String(row));
            }
        }

        kinds.Sort(StringComparer.Ordinal);
        return kinds;
    }

    public static bool Replace(DuckConnection connection, string kind, string name, string? json)
    {
        using var delete = connection.Prepare("DELETE FROM documents WHERE kind = ? AND name = ?");
        var was = delete.Bind(1, kind).Bind(2, name).Run() > 0;
        if (json is not null)
        {
            using var insert = connection.Prepare("INSERT INTO documents VALUES (?, ?, ?)");
            insert.Bind(1, kind).Bind(2, name).Bind(3, json).Run();
        }

        return was;
    }
}
