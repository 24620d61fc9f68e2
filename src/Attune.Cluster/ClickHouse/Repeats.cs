using Attune.Events;

namespace Attune.Cluster.ClickHouse;

/// <summary>Finds out what an append whose end is not known has left behind, and removes rows that came twice.</summary>
sealed class Repeats(HistoryServer server)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    LogToken _from = LogToken.None;
    LogToken _until = LogToken.None;
    DateTimeOffset _watched;

    // In a cluster the servers that rows are spread over have an insert of their own, in ClickHouse's words, and finish it when the one
    // that was asked is gone.
    string Inserts => $"match(replaceAll(query, '`', ''), {SqlText.Text($"^INSERT INTO {server.Tables.Database}\\.event_rows(_local)? ")})";

    /// <summary>Returns when no insert that is under way now is under way any more.</summary>
    /// <exception cref="ClickHouseException">One of them does not end.</exception>
    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        var sql = $"SELECT query_id FROM {server.Tables.System("processes")} WHERE {Inserts} FORMAT TabSeparatedRaw";
        var running = await server.LinesAsync("look for inserts under way", sql, cancellation);
        var end = server.Clock.GetUtcNow() + server.Settings.AppendTime;
        while (running.Length > 0)
        {
            if (server.Clock.GetUtcNow() > end)
            {
                throw ClickHouseException.Away(
                    new Uri(server.Settings.Url), "append events", $"{running.Length} inserts from before are still under way after {server.Settings.AppendTime}");
            }

            await Task.Delay(Pause, server.Clock, cancellation);
            running = [.. running.Intersect(await server.LinesAsync("look for inserts under way", sql, cancellation))];
        }
    }

    /// <summary>Which offsets of a stretch are in the table.</summary>
    public async ValueTask<HashSet<(int Partition, long Offset)>> PresentAsync(LogToken from, LogToken until, CancellationToken cancellation)
    {
        var present = new HashSet<(int, long)>();
        await server.ReadAsync(
            "ask which events are there",
            $"SELECT {RowBinaryRows.Mark}, log_partition, log_offset FROM {server.Tables.Rows} WHERE {Within(from, until)}",
            (ref row) =>
            {
                var place = (row.Int32(), row.Int64());
                if (!row.IsShort)
                {
                    present.Add(place);
                }
            },
            cancellation);
        return present;
    }

    /// <summary>From now on, for as long as an append may take, a stretch is looked at for rows that came twice.</summary>
    public void Watch(LogToken from, LogToken until)
    {
        var old = _from;
        _from = LogToken.Of(from.Places.Select(place => (place.Partition, Math.Min(place.Offset, old.Places.FirstOrDefault(
            before => before.Partition == place.Partition, place).Offset))).Concat(old.Places.Where(place => !from.Places.Any(at => at.Partition == place.Partition))));
        _until = LogToken.Of(_until.Places.Concat(until.Places));
        _watched = server.Clock.GetUtcNow() + server.Settings.AppendTime;
    }

    /// <summary>Leaves one row of each that came twice in what is watched.</summary>
    public async ValueTask RemoveAsync(CancellationToken cancellation)
    {
        if (_until.Places.Length == 0)
        {
            return;
        }

        var within = Within(_from, _until);
        var count = $"SELECT toInt64(count()) - toInt64(uniqExact(log_partition, log_offset)) FROM {server.Tables.Rows} WHERE {within} FORMAT TabSeparatedRaw";
        if (await server.NumberAsync("look for events that came twice", count, cancellation) > 0)
        {
            await MergeAsync(within, cancellation);
            var left = await server.NumberAsync("look for events that came twice", count, cancellation);
            if (left > 0)
            {
                throw ClickHouseException.Away(new Uri(server.Settings.Url), "merge events that came twice", $"{left} are still there twice");
            }
        }

        if (server.Clock.GetUtcNow() > _watched)
        {
            (_from, _until) = (LogToken.None, LogToken.None);
        }
    }

    async ValueTask MergeAsync(string within, CancellationToken cancellation)
    {
        var directories = await server.LinesAsync(
            "look for events that came twice",
            $"SELECT DISTINCT concat(toString({EventTables.Month}), ', ', toString({EventTables.Stretch})) FROM {server.Tables.Rows} WHERE {within} FORMAT TabSeparatedRaw",
            cancellation);
        foreach (var directory in directories)
        {
            await server.RunAsync(
                "merge events that came twice",
                $"OPTIMIZE TABLE {server.Tables.LocalRows}{server.Tables.OnCluster} PARTITION ({directory}) FINAL",
                cancellation);
        }
    }

    // The offsets are compared as they are too, so that directories of other stretches of the log are not opened.
    static string Within(LogToken from, LogToken until) =>
        $"log_offset >= {SqlText.Number(from.Places.Min(place => place.Offset))} AND log_offset < {SqlText.Number(until.Places.Max(place => place.Offset))}"
        + $" AND {SqlText.From(from)} AND {SqlText.Before(until)}";
}
