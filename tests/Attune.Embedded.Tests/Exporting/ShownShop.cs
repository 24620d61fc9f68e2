using Attune.Events;
using Attune.Simulating;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>The history of a simulated shop, with impressions.</summary>
static class ShownShop
{
    /// <summary>By ascending time.</summary>
    public static IReadOnlyList<UserEvent> History { get; } = [.. Simulated()];

    // Impressions of the item of every fourth event and of another, a few seconds before it.
    static IEnumerable<UserEvent> Simulated()
    {
        var shop = new ShopSimulator(new ShopSettings { Seed = 5, Items = 280, Shoppers = 60, HistoryEvents = 3_000 }, EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var events = shop.History().ToList();
        var shown = events.Where((e, n) => n % 4 == 0 && e.Item is not null).SelectMany((e, n) => (UserEvent[])
        [
            Impression(e, e.Item!.Value, n),
            Impression(e, shop.Items[n % 200].Id, -n),
        ]);
        return events.Concat(shown).OrderBy(e => e.Time.Micros);
    }

    static UserEvent Impression(UserEvent of, ItemId item, int number) => of with
    {
        EventId = FormattableString.Invariant($"shown-{number}-{of.EventId}"),
        Type = EventType.Impression,
        Item = item,
        Value = null,
        Time = of.Time.Plus(TimeSpan.FromSeconds(-7)),
    };
}
