using System.Globalization;
using System.Numerics;
using Attune.Catalog;
using Attune.Events;

namespace Attune.Examining;

/// <summary>Looks at the catalog beside the events: items that are two, or of which only one side knows.</summary>
static class ItemExaminations
{
    // A catalog of a handful says nothing.
    const int FewestItems = 20;

    static readonly string[] Titles = ["name", "title"];

    static readonly DataSign SameTitle = new(
        "sameTitle", 0.02, 0.2,
        "What is one item to people is several here: each knows a part of the behaviour, and lists show it twice.",
        "Send events and properties under one id (POST /v1/items/{id}/rename joins two), or give variants a property and cap it in the scenario.");

    static readonly DataSign Unlisted = new(
        "unknownItems", 0.01, 0.2,
        "An item without properties is never recommended, and its events teach of nothing that can be shown.",
        "Send the items (POST /v1/items), or see whether events name them by another id, as a SKU in place of a product.");

    static readonly DataSign Unseen = new(
        "unseenItems", 0.5, 1,
        "No event has ever named these items: they are in lists by their properties only.",
        "Where most of a catalog is unseen, see whether events name items by other ids; where it is new, explore (docs/exploring.md).");

    /// <summary>Several listed items with one name.</summary>
    public static ValueTask<IReadOnlyList<DataFinding>> TitlesAsync(HeldData held, CancellationToken cancellation)
    {
        var snapshot = held.Catalog.Snapshot;
        if (Titles.Select(name => snapshot.Schema.TryGet(name, out var known) && known.Type == PropertyType.Text ? known : null).FirstOrDefault(known => known is not null) is not { } title)
        {
            return new([]);
        }

        var (codes, several, of) = (snapshot.ColumnOf(title).Codes!, new Dictionary<int, (int First, int Count)>(), 0);
        foreach (var item in Listed(snapshot))
        {
            cancellation.ThrowIfCancellationRequested();
            if (codes[item] is >= 0 and var code)
            {
                var known = several.GetValueOrDefault(code, (First: item, Count: 0));
                (several[code], of) = ((known.First, known.Count + 1), of + 1);
            }
        }

        var equal = several.Where(one => one.Value.Count > 1).OrderByDescending(one => one.Value.Count).ThenBy(one => one.Value.First).ToList();
        var count = equal.Sum(one => one.Value.Count - 1L);
        return new([
            SameTitle.Judge(
                count, of,
                $"{count} of {of} items have the {title.Name} of another.",
                equal.Take(held.Query.Examples).Select(one => string.Create(CultureInfo.InvariantCulture, $"'{snapshot.Texts[one.Key]}' {one.Value.Count} times, as {held.Catalog.IdOf(one.Value.First).Value}"))),
        ]);
    }

    /// <summary>Items of events that have no properties, and items of which no event tells.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> OrphansAsync(HeldData held, CancellationToken cancellation)
    {
        var snapshot = held.Catalog.Snapshot;
        if (snapshot.IsOpen)
        {
            return [Unlisted.Judge(0, 0, $"No item has properties yet: whatever events name may be shown.", [])];
        }

        var seen = new ItemSet(snapshot.Size);
        var (events, orphans, without) = (0L, 0L, new List<(string Item, long Events)>());
        foreach (var item in await held.Survey.ItemsAsync(held.Query, cancellation))
        {
            events += item.Lately;
            if (held.Catalog.TryGetOrdinal(new ItemId(item.Item), out var ordinal) && snapshot.IsListed(ordinal))
            {
                seen.Add(ordinal);
            }
            else if (item.Lately > 0)
            {
                orphans += item.Lately;
                without.Add((item.Item, item.Lately));
            }
        }

        var listed = snapshot.Listed.Count;
        var unseen = listed < FewestItems || events == 0 ? 0 : listed - seen.Count;
        return
        [
            Unlisted.Judge(
                orphans, events,
                $"{orphans} of {events} events name an item that has no properties; {without.Count} such items.",
                without.OrderByDescending(one => one.Events).ThenBy(one => one.Item, StringComparer.Ordinal).Take(held.Query.Examples)
                    .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item} {one.Events} times"))),
            Unseen.Judge(
                unseen, listed,
                $"{unseen} of {listed} items are named by no event.",
                unseen == 0 ? [] : Listed(snapshot).Where(item => !seen.Contains(item)).Take(held.Query.Examples).Select(item => held.Catalog.IdOf(item).Value)),
        ];
    }

    static IEnumerable<int> Listed(CatalogSnapshot snapshot)
    {
        for (var word = 0; !snapshot.IsOpen && word < snapshot.Listed.Words.Length; word++)
        {
            for (var bits = snapshot.Listed.Words[word]; bits != 0; bits &= bits - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }
}
