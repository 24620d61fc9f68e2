using Attune.Cluster.ClickHouse;
using Attune.Embedded.DuckDb;
using Attune.Embedded.History;
using Attune.Events;
using Attune.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Columns;

/// <summary>A history as the product has it.</summary>
sealed class HistoryTable(string name, IHistory history, Func<Task<long>> bytes) : ITable
{
    public string Name => name;

    public static async Task<ITable> DuckDbAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var history = await DuckDbHistory.OpenAsync(Path.Combine(folder, "history.duckdb"), new DuckDbSettings { MemoryBytes = 2L << 30 }, CancellationToken.None);
        return new HistoryTable("DuckDB", history, () => Task.FromResult(Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length)));
    }

    public static async Task<ITable> ClickHouseAsync(string address)
    {
        var settings = new ClickHouseSettings { Url = $"http://{address}" };
        var history = await ClickHouseHistory.OpenAsync("bench", settings, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        return new HistoryTable($"ClickHouse {await SayAsync(address, "SELECT version()")}", history, async () =>
        {
            _ = await SayAsync(address, "OPTIMIZE TABLE attune_bench.event_rows");
            return long.Parse(await SayAsync(address, "SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'attune_bench' AND active"), System.Globalization.CultureInfo.InvariantCulture);
        });
    }

    public async Task LoadAsync(IEnumerable<EventBatch> batches)
    {
        foreach (var batch in batches)
        {
            await history.AppendAsync([batch], CancellationToken.None);
        }
    }

    public Task<long> BytesAsync() => bytes();

    public async Task<int> AskAsync(string sql) => (await history.QueryAsync(sql, QueryLimits.Default, CancellationToken.None)).Rows.Count;

    public ValueTask DisposeAsync() => history.DisposeAsync();

    static async Task<string> SayAsync(string address, string sql)
    {
        using var http = new HttpClient();
        using var body = new StringContent(sql);
        using var answer = await http.PostAsync(new Uri($"http://{address}/"), body);
        return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Trim();
    }
}
