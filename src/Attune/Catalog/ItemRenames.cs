using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Catalog;

/// <summary>The items that have another id than the one they got their ordinal under, as documents by that first id.</summary>
sealed class ItemRenames(ICatalogStore store)
{
    const string Kind = "renamed-items";

    readonly Dictionary<int, (string First, RenamedItem Item)> _byOrdinal = [];

    /// <summary>The items that were renamed.</summary>
    public IEnumerable<int> Ordinals => _byOrdinal.Keys;

    /// <summary>The kind of their documents.</summary>
    public static string DocumentKind => Kind;

    /// <summary>Gives the items their ids of now; all their earlier ones find them too.</summary>
    public async ValueTask RestoreAsync(NumberedTexts ids, CancellationToken cancellation)
    {
        foreach (var (first, json) in await store.ReadDocumentsAsync(Kind, cancellation))
        {
            var item = JsonSerializer.Deserialize(json, RenamedItemJson.Default.RenamedItem)!;
            if (ids.TryGet(first, out var ordinal))
            {
                _byOrdinal[ordinal] = (first, item);
                foreach (var id in item.Before.Append(item.Now))
                {
                    ids.Rename(ordinal, id);
                }
            }
        }
    }

    /// <summary>Writes down that an item has another id, durably.</summary>
    public async ValueTask AddAsync(int ordinal, string before, string now)
    {
        var (first, item) = _byOrdinal.GetValueOrDefault(ordinal, (before, new RenamedItem(before, [])));
        var renamed = new RenamedItem(now, [.. item.Before.Append(before).Distinct().Where(id => id != now)]);
        await store.WriteDocumentAsync(Kind, first, JsonSerializer.Serialize(renamed, RenamedItemJson.Default.RenamedItem), CancellationToken.None);
        _byOrdinal[ordinal] = (first, renamed);
    }
}

/// <summary>An item's ids.</summary>
/// <param name="Now">The one it has.</param>
/// <param name="Before">Those it had.</param>
sealed record RenamedItem(string Now, IReadOnlyList<string> Before);

/// <summary>How they are written into their document.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RenamedItem))]
sealed partial class RenamedItemJson : JsonSerializerContext;
