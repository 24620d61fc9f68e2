using Attune.Embedded.DuckDb;
using Attune.Embedded.Exporting;
using Attune.Embedded.History;
using Attune.Events;
using Attune.Exporting;
using Attune.Live;

namespace Attune.Embedded.Tests.Exporting;

/// <summary>Events through a real history into a Parquet file, read back by DuckDB.</summary>
static class Exports
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The rows of the file, in its order; instants in microseconds since 1970.</summary>
    public static async Task<(ExportReport Report, List<Dictionary<string, object?>> Rows)> MakeAsync(IEnumerable<UserEvent> events, ExportSettings settings)
    {
        using var folder = new TemporaryFolder();
        await using var history = await DuckDbHistory.OpenAsync(folder.File("history.duckdb"), new DuckDbSettings(), Cancellation);
        await history.AppendAsync([new EventBatch(0, 0, default, [.. events])], Cancellation);
        using var table = new ParquetTable();
        var report = await new TrainingSets(history, new LiveSettings(), _ => Task.CompletedTask).WriteAsync(settings, table, Cancellation);
        table.Finish("""{"it's":"a test"}""");
        return (report, Read(table.Path));
    }

    public static List<Dictionary<string, object?>> Read(string path)
    {
        using var database = DuckDatabase.Open(DuckDatabase.InMemory, new DuckDbSettings { Files = true });
        using var connection = database.Connect();
        var rows = new List<Dictionary<string, object?>>();
        using var result = connection.Query($"SELECT * REPLACE (epoch_us(time) AS time) FROM read_parquet('{path}')");
        while (result.Read())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                rows.Add(Enumerable.Range(0, result.Columns).ToDictionary(
                    column => result.NameOf(column), column => DuckCell.Read(result, column, result.TypeOf(column), row)));
            }
        }

        return rows;
    }

    public static string OriginOf(string path)
    {
        using var database = DuckDatabase.Open(DuckDatabase.InMemory, new DuckDbSettings { Files = true });
        using var connection = database.Connect();
        using var result = connection.Query($"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE decode(key) = 'attune'");
        Assert.True(result.Read());
        return result.Texts(0).String(0);
    }
}
