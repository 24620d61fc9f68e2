using System.Globalization;
using Attune.Events;

namespace Attune.Cluster.ClickHouse;

/// <summary>One workspace's tables behind one server: what the parts of the history ask it through.</summary>
/// <param name="client">The server that is asked.</param>
/// <param name="others">The others of its cluster, where each has to be told by itself what changes tables.</param>
/// <param name="tables">The workspace's.</param>
/// <param name="engine">What the server can do.</param>
/// <param name="settings">Where it is.</param>
/// <param name="clock">Times the waits.</param>
sealed class HistoryServer(
    ClickHouseClient client, IReadOnlyList<ClickHouseClient> others, EventTables tables, ClickHouseEngine engine, ClickHouseSettings settings, TimeProvider clock)
{
    public EventTables Tables => tables;

    public ClickHouseEngine Engine => engine;

    public ClickHouseSettings Settings => settings;

    public TimeProvider Clock => clock;

    /// <summary>Up to where each partition is archived.</summary>
    public async ValueTask<LogToken> MarksAsync(CancellationToken cancellation)
    {
        var places = new List<(int, long)>();
        await ReadAsync(
            "read what is archived",
            $"SELECT {RowBinaryRows.Mark}, log_partition, max(next_offset) FROM {tables.Marks} GROUP BY log_partition",
            (ref row) =>
            {
                var place = (row.Int32(), row.Int64());
                if (!row.IsShort)
                {
                    places.Add(place);
                }
            },
            cancellation);
        return LogToken.Of(places);
    }

    /// <summary>Carries out a statement that changes something and may be repeated: on every server that has a part of the tables.</summary>
    public async ValueTask RunAsync(string doing, string sql, CancellationToken cancellation) =>
        await Task.WhenAll(others.Prepend(client).Select(
            one => one.TextAsync(new ClickHouseCall(doing, sql) { Silence = settings.LongTime }, cancellation).AsTask()));

    /// <summary>Inserts rows, once.</summary>
    public async ValueTask InsertAsync(string doing, string sql, ReadOnlyMemory<byte> rows, CancellationToken cancellation)
    {
        IEnumerable<(string, string)> spread = settings.ClusterName.Length > 0 ? [("insert_distributed_sync", "1")] : [];
        _ = await client.TextAsync(
            new ClickHouseCall(doing, sql)
            {
                Rows = rows,
                Settings = [.. engine.InsertSettings(), .. spread],
                MayRepeat = false,
                Silence = settings.AppendTime,
            },
            cancellation);
    }

    /// <summary>Asks for one whole number.</summary>
    public async ValueTask<long> NumberAsync(string doing, string sql, CancellationToken cancellation)
    {
        var answer = await client.TextAsync(new ClickHouseCall(doing, sql) { Settings = Reading(), Silence = settings.LongTime }, cancellation);
        return long.Parse(answer, CultureInfo.InvariantCulture);
    }

    /// <summary>Asks for lines of text.</summary>
    public async ValueTask<string[]> LinesAsync(string doing, string sql, CancellationToken cancellation)
    {
        var answer = await client.TextAsync(new ClickHouseCall(doing, sql) { Settings = Reading(), Silence = settings.LongTime }, cancellation);
        return answer.Length == 0 ? [] : answer.Split('\n');
    }

    /// <summary>Reads rows to their end. The first column is <see cref="RowBinaryRows.Mark"/>; the format is added here.</summary>
    public async ValueTask<long> ReadAsync(string doing, string sql, RowReading read, CancellationToken cancellation)
    {
        using var rows = await OpenAsync(doing, sql, cancellation);
        return await rows.ReadAllAsync(read, cancellation);
    }

    /// <summary>Begins to read rows; the caller disposes of them.</summary>
    public async ValueTask<RowBinaryRows> OpenAsync(string doing, string sql, CancellationToken cancellation) =>
        new(await client.OpenAsync(
            new ClickHouseCall(doing, sql + " FORMAT RowBinary") { Settings = Reading(), Silence = settings.LongTime }, cancellation));

    /// <summary>The settings of a reading: its memory, beyond which sorting and counting go over the disk.</summary>
    public IReadOnlyList<(string Name, string Value)> Reading() =>
    [
        ("max_memory_usage", SqlText.Number(settings.QueryMemoryBytes)),
        ("max_bytes_before_external_sort", SqlText.Number(settings.QueryMemoryBytes / 4)),
        ("max_bytes_before_external_group_by", SqlText.Number(settings.QueryMemoryBytes / 4)),
        .. engine.ReadingSettings(),
    ];
}
