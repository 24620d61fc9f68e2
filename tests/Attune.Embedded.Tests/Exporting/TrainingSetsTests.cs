using Attune.Events;
using Attune.Exporting;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>Small histories whose files can be written down by hand.</summary>
public sealed class TrainingSetsTests
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static EventTime At(double minute) => EventTime.From(Day.AddMinutes(minute));

    static UserEvent Event(double minute, string user, string type, string item, double? value = null) => new()
    {
        EventId = FormattableString.Invariant($"{user}-{type}-{item}-{minute}"),
        Type = EventType.TryParse(type, out var known) ? known : throw new ArgumentException(type),
        User = user.StartsWith("visit", StringComparison.Ordinal) ? null : new UserId(user),
        Session = user.StartsWith("visit", StringComparison.Ordinal) ? new SessionId(user) : null,
        Item = new ItemId(item),
        Time = At(minute),
        Value = value,
    };

    // ann is shown two items, looks at one after 2 minutes and buys it after 40; the third impression is at the very moment of a view.
    static readonly UserEvent[] Shown =
    [
        Event(0, "visit-1", "view", "tea"),
        Event(10, "ann", "impression", "tea"),
        Event(10, "ann", "impression", "cup"),
        Event(12, "ann", "view", "tea"),
        Event(50, "ann", "purchase", "tea"),
        Event(60, "ann", "impression", "cup"),
        Event(60, "ann", "cart", "pot"),
        Event(95, "ann", "impression", "pot"),
    ];

    static ExportSettings Examples(double asOf) => new() { AsOf = At(asOf), What = ExportKind.Examples };

    [Fact]
    public async Task An_impression_is_labelled_by_what_follows_within_the_window_and_knows_what_came_before()
    {
        var (report, rows) = await Exports.MakeAsync(Shown, Examples(100));

        Assert.Equal((3, 1, 1, 8), (report.Rows, report.Positives, report.Unripe, report.Interactions));
        Assert.Equal(ExampleRows.Impressions, report.Settings.Rows);
        Assert.Equal(["tea", "cup", "cup"], rows.Select(row => row["item_id"]));
        Assert.Equal([1L, 0L, 0L], rows.Select(row => row["label"]));
        Assert.Equal([120.0, null, null], rows.Select(row => row["label_seconds"]));
        Assert.Equal([0L, 0L, 0L], rows.Select(row => row["label_bought"]));
        Assert.All(rows, row => Assert.Equal(("ann", null, "impression"), (row["user_id"], row["session_id"], row["source"])));

        // The first two are of one moment: neither knows the other. The third knows both, the view and the purchase, but not the cart beside it.
        Assert.Equal([0.0, 0.0, 2.0], rows.Select(row => row["user_impression_count"]));
        Assert.Equal([0.0, 0.0, 2.0], rows.Select(row => row["user_interaction_count"]));
        Assert.Equal([0.0, 0.0, 0.0], rows.Select(row => row["user_cart_count"]));
        Assert.Equal([0.0, 0.0, 1.0], rows.Select(row => row["pair_passed_count"]));
        Assert.Equal([null, null, 600.0], rows.Select(row => row["user_seconds_since_last"]));
        Assert.Equal(Math.Pow(2, -10.0 / 60), (double)rows[0]["item_trend_1h"]!, 1e-5);
        Assert.Equal((1.0, 0.0), ((double)rows[0]["item_rising"]!, (double)rows[1]["item_rising"]!));
    }

    [Fact]
    public async Task A_longer_window_sees_the_purchase_and_leaves_out_more_of_the_end()
    {
        var (report, rows) = await Exports.MakeAsync(Shown, Examples(100) with { LabelWindow = TimeSpan.FromMinutes(40) });

        Assert.Equal([1L, 0L], rows.Where(row => (long)row["time"]! == At(10).Micros).Select(row => row["label_bought"]));
        Assert.Equal(2, report.Rows);
        Assert.Equal(2, report.Unripe);
    }

    [Fact]
    public async Task Without_impressions_each_positive_comes_with_items_drawn_from_those_known_before_it()
    {
        UserEvent[] events = [.. Enumerable.Range(0, 20).Select(n => Event(n, "crowd", "view", $"item-{n}")), Event(30, "bob", "cart", "item-3"), Event(31, "bob", "view", "item-7"), Event(40, "visit-9", "rating", "item-2", 5)];
        var settings = Examples(600) with { Negatives = 3 };

        var (report, rows) = await Exports.MakeAsync(events, settings);
        var again = await Exports.MakeAsync(events, settings);
        var other = await Exports.MakeAsync(events, settings with { Seed = 2 });

        var ofBob = rows.Where(row => (string?)row["user_id"] == "bob").ToList();
        Assert.Equal(["positive", "negative", "negative", "negative", "positive", "negative", "negative", "negative"], ofBob.Select(row => row["source"]));
        Assert.Equal(8, ofBob.Select(row => (row["time"], row["item_id"])).Distinct().Count());
        Assert.DoesNotContain(ofBob.Where(row => (string)row["source"]! == "negative"), row => (string)row["item_id"]! is "item-7");
        Assert.Equal((23, ExampleRows.Positives), (report.Positives, report.Settings.Rows));
        Assert.Equal("visit-9", rows[^4]["session_id"]);

        // Nothing was known before the first event, one item before the second: taken up earlier, and not within the window again.
        Assert.Equal([("positive", "item-0"), ("positive", "item-1"), ("negative", "item-0")], rows.Take(3).Select(row => ((string)row["source"]!, (string)row["item_id"]!)));
        Assert.Equal(Text(rows), Text(again.Rows));
        Assert.NotEqual(Text(rows), Text(other.Rows));
    }

    [Fact]
    public async Task Events_are_written_as_they_happened_up_to_the_instant()
    {
        var (report, rows) = await Exports.MakeAsync([.. Shown, Event(11, "ann", "rating", "cup", 2), Event(11, "ann", "custom:zoom", "cup")], new() { AsOf = At(50) });

        Assert.Equal(6, report.Rows);
        Assert.Equal([At(0).Micros, At(10).Micros, At(10).Micros, At(11).Micros, At(11).Micros, At(12).Micros], rows.Select(row => row["time"]));
        Assert.Equal(["view", "impression", "impression", "rating", "custom", "view"], rows.Select(row => row["type"]));
        Assert.Equal([1.0, 0.0, 0.0, 0.0, 1.0, 1.0], rows.Select(row => row["strength"]));
        Assert.Equal([null, null, null, 2.0, null, null], rows.Select(row => row["value"]));
        Assert.Equal((At(0), At(12)), (report.First, report.Last));
    }

    [Fact]
    public async Task Nothing_makes_an_empty_table_and_what_is_out_of_range_is_refused()
    {
        var (report, rows) = await Exports.MakeAsync(Shown, Examples(0));

        Assert.Equal((0, 0, null), (report.Rows, report.Interactions, report.First));
        Assert.Empty(rows);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Exports.MakeAsync(Shown, Examples(0) with { Negatives = 101, LabelWindow = TimeSpan.Zero }));
        Assert.Contains("101", refused.Message, StringComparison.Ordinal);
    }

    public static string Text(IEnumerable<Dictionary<string, object?>> rows) =>
        string.Join('\n', rows.Select(row => string.Join(',', row.Select(cell => FormattableString.Invariant($"{cell.Key}={cell.Value:R}")))));
}
