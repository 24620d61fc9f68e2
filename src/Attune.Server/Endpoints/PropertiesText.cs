using System.Text.Json;
using Attune.Catalog;
using Attune.Client.Wire;

namespace Attune.Server.Endpoints;

/// <summary>Shows items of the catalog as rows.</summary>
static class PropertiesText
{
    /// <summary>One item, or null where the catalog does not list it.</summary>
    public static PropertiesRow? Of(CatalogSnapshot snapshot, string id, int ordinal) =>
        ordinal < snapshot.Size && snapshot.PropertiesUtf8(ordinal) is { Length: > 0 } json
            ? new PropertiesRow { Id = id, Properties = Parse(json) }
            : null;

    /// <summary>One user's row from the text of their properties.</summary>
    public static PropertiesRow Of(string id, string json) =>
        new() { Id = id, Properties = Parse(System.Text.Encoding.UTF8.GetBytes(json)) };

    /// <summary>A page of the listed items from an ordinal on.</summary>
    public static ItemsPage Page(ItemCatalog catalog, int first, int count)
    {
        var snapshot = catalog.Snapshot;
        var rows = new List<PropertiesRow>(count);
        var ordinal = first;
        for (; ordinal < snapshot.Size && rows.Count < count; ordinal++)
        {
            if (Of(snapshot, catalog.IdOf(ordinal).Value, ordinal) is { } row)
            {
                rows.Add(row);
            }
        }

        while (ordinal < snapshot.Size && snapshot.PropertiesUtf8(ordinal).IsEmpty)
        {
            ordinal++;
        }

        return new ItemsPage
        {
            Items = rows,
            Total = snapshot.IsOpen ? 0 : snapshot.Listed.Count,
            Next = ordinal < snapshot.Size ? catalog.IdOf(ordinal).Value : null,
        };
    }

    static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        return JsonElement.ParseValue(ref reader);
    }
}
