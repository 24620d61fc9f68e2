using Attune.Events;
using Attune.Exporting;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>A simulated shop's history: no row knows what cannot have been known.</summary>
public sealed class LeakageTests
{
    static readonly IReadOnlyList<UserEvent> History = ShownShop.History;

    static readonly EventTime Middle = History[History.Count / 2].Time;

    [Theory]
    [InlineData(ExampleRows.Impressions)]
    [InlineData(ExampleRows.Positives)]
    public async Task What_happens_from_the_instant_on_changes_nothing(ExampleRows kind)
    {
        var whole = await Exports.MakeAsync(History, Settings(Middle, kind));
        var only = await Exports.MakeAsync(History.Where(e => e.Time < Middle), Settings(Middle, kind));

        Assert.True(whole.Report.Rows > 500);
        Assert.Equal(TrainingSetsTests.Text(only.Rows), TrainingSetsTests.Text(whole.Rows));
    }

    [Theory]
    [InlineData(ExampleRows.Impressions)]
    [InlineData(ExampleRows.Positives)]
    public async Task What_happens_after_a_rows_moment_changes_none_of_its_features(ExampleRows kind)
    {
        // Another future: from the middle on everybody does something else.
        var items = History.Select(e => e.Item).OfType<ItemId>().Distinct().ToList();
        var other = History.Where(e => e.Time < Middle)
            .Concat(History.Where(e => e.Time >= Middle && e.Item is not null).Select((e, n) => e with { Item = items[n % items.Count], Type = n % 3 == 0 ? EventType.Purchase : e.Type }))
            .ToList();
        var asOf = History[^1].Time;

        var before = await FeaturesAsync(History, asOf, kind);
        var after = await FeaturesAsync(other, asOf, kind);

        Assert.True(before.Count > 500);
        Assert.True(before.ToHashSet().Count > 500);
        Assert.Equal(before, after);
    }

    static async Task<List<string>> FeaturesAsync(IReadOnlyList<UserEvent> events, EventTime asOf, ExampleRows kind)
    {
        var (_, rows) = await Exports.MakeAsync(events, Settings(asOf, kind));
        var upTo = rows.Where(row => (long)row["time"]! < Middle.Micros && (string)row["source"]! != "negative").ToList();
        foreach (var label in (string[])["label", "label_seconds", "label_bought"])
        {
            upTo.ForEach(row => row.Remove(label));
        }

        return [.. upTo.Select(row => TrainingSetsTests.Text([row]))];
    }

    static ExportSettings Settings(EventTime asOf, ExampleRows kind) => new() { AsOf = asOf, What = ExportKind.Examples, Rows = kind, Negatives = 2 };
}
