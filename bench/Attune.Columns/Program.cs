using System.Diagnostics;
using System.Globalization;
using Attune.Columns;

// clickhouse=HOST:PORT postgres=HOST:PORT folder=DIR events=N commit=HASH
var given = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
var shape = new EventShape(Events: int.Parse(given["events"], CultureInfo.InvariantCulture), Users: 100_000, Items: 20_000, Days: 60);
ITable[] tables =
[
    await HistoryTable.DuckDbAsync(Path.Combine(given["folder"], "duckdb")),
    await HistoryTable.ClickHouseAsync(given["clickhouse"]),
    await PostgresTable.OpenAsync(given["postgres"]),
];
Console.WriteLine($"# One table of events in three engines\n\n{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} processors, .NET {Environment.Version}, commit {given["commit"]}. Command: `bench/history {given["events"]}`.");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape.Events} events of {shape.Users} users and {shape.Items} items over {shape.Days} days, in the order of time. Median of five, after one to warm up; ms. Load of the machine before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}."));
Console.WriteLine("PostgreSQL has indexes by user and time, and by time, and was analysed. Sizes are on disk, what is to be merged or checkpointed done.\n");
Console.WriteLine($"| | {string.Join(" | ", tables.Select(table => table.Name))} |\n|---|{string.Concat(tables.Select(_ => "---|"))}");
await RowAsync("load, events/s", async table =>
{
    var watch = Stopwatch.StartNew();
    await table.LoadAsync(shape.Batches());
    return shape.Events / watch.Elapsed.TotalSeconds;
});
await RowAsync("MB on disk", async table => await table.BytesAsync() / 1e6, "0.0");
foreach (var (name, sql) in Questions.All(shape))
{
    await RowAsync(name, table => MedianAsync(table, sql), "0.0");
}

foreach (var table in tables)
{
    await table.DisposeAsync();
}

async Task RowAsync(string name, Func<ITable, Task<double>> measure, string format = "0")
{
    var cells = new List<string>();
    foreach (var table in tables)
    {
        cells.Add((await measure(table)).ToString(format, CultureInfo.InvariantCulture));
    }

    Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
}

static async Task<double> MedianAsync(ITable table, string sql)
{
    _ = await table.AskAsync(sql);
    var times = new double[5];
    for (var run = 0; run < times.Length; run++)
    {
        var watch = Stopwatch.StartNew();
        _ = await table.AskAsync(sql);
        times[run] = watch.Elapsed.TotalMilliseconds;
    }

    Array.Sort(times);
    return times[2];
}

static string Processor() => File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(": ")[1];
