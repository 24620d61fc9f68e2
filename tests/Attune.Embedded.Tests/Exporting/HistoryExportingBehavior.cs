using Attune.Events;
using Attune.Exporting;
using Attune.History;
using Attune.Live;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>What is exported of every history, whatever it is kept in.</summary>
public abstract class HistoryExportingBehavior
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExampleRows.Impressions)]
    [InlineData(ExampleRows.Positives)]
    public async Task Every_number_of_a_row_is_what_its_definition_makes_of_the_events(ExampleRows kind)
    {
        var events = ShownShop.History;
        await using var history = await OpenAsync();
        await history.AppendAsync([new EventBatch(0, 0, events[^1].Time, [.. events])], Cancellation);
        var settings = new ExportSettings { AsOf = events[^1].Time, What = ExportKind.Examples, Rows = kind, Negatives = 2 };
        var table = new RecordedTable();

        var report = await new TrainingSets(history, new LiveSettings(), _ => Task.CompletedTask).WriteAsync(settings, table, Cancellation);

        Assert.True(report.Positives > 100 && report.Rows > report.Positives && report.Rows == table.Rows.Count, $"{report}");
        for (var n = 0; n < table.Rows.Count; n += table.Rows.Count / 40)
        {
            var row = table.Rows[n];
            var user = row["user_id"] is string id ? ProfileKey.Of(new UserId(id)) : ProfileKey.Of(new SessionId((string)row["session_id"]!));
            var (item, at) = (new ItemId((string)row["item_id"]!), new EventTime((long)row["time"]!));
            foreach (var (name, expected) in ExampleDefinition.Features(events, user, item, at))
            {
                Assert.True(IsNear(expected, (double?)row[name]), $"{name} of {user} and {item} at {at}: {row[name]}, by definition {expected}.");
            }

            Assert.Equal((string)row["source"]! == "positive" || ExampleDefinition.Takes(events, user, item, at, settings.LabelWindow), (long)row["label"]! == 1);
        }
    }

    protected abstract ValueTask<IHistory> OpenAsync();

    static bool IsNear(double? expected, double? found) => expected is { } one && found is { } other
        ? Math.Abs(one - other) <= 1e-3 * Math.Max(1e-3, Math.Abs(one))
        : expected is null && found is null;

    sealed class RecordedTable : IExportTable
    {
        IReadOnlyList<ExportColumn> _columns = [];
        Dictionary<string, object?> _row = [];

        public List<Dictionary<string, object?>> Rows { get; } = [];

        public void Begin(IReadOnlyList<ExportColumn> columns) => _columns = columns;

        public void Write(int column, string? text) => _row[_columns[column].Name] = text;

        public void Write(int column, double number) => _row[_columns[column].Name] = double.IsNaN(number) ? null : number;

        public void Write(int column, long whole) => _row[_columns[column].Name] = whole;

        public void EndRow()
        {
            Assert.Equal(_columns.Count, _row.Count);
            Rows.Add(_row);
            _row = [];
        }
    }
}
