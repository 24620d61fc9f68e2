using Attune.Events;

namespace Attune.Cluster.ClickHouse;

/// <summary>Brings batches into the table, each event once, in an engine without transactions.</summary>
/// <remarks>
/// <para>The mark of a partition is written after its rows, so below it nothing is missing. Above it there may be rows: of an append
/// that broke off, or whose answer was lost. So whenever it is not certain what came of the append before (at the start, after a
/// failure, after a partition changed hands), it is waited for until no insert is under way any more, asked which of the offsets are
/// there, and the others alone are sent.</para>
/// <para>An insert that lay in a connection unread may still arrive after that. So rows sent in such a state are counted before
/// their mark is written, and for a while after: where an offset is there twice, ClickHouse is told to merge the directory, and
/// the ReplacingMergeTree keeps one of the two.</para>
/// </remarks>
sealed class Appending(HistoryServer server) : IDisposable
{
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly Dictionary<int, long> _next = [];
    readonly Repeats _repeats = new(server);

    // The partitions of which it is known what the server has.
    readonly HashSet<int> _certain = [];

    /// <summary>The first offset of a partition that is not archived, as the server has it.</summary>
    public async ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation)
    {
        var next = (await server.MarksAsync(cancellation)).OffsetIn(partition);
        await _turn.WaitAsync(cancellation);
        try
        {
            // Whoever asks has begun anew, or took the partition over from another node.
            _certain.Remove(partition);
        }
        finally
        {
            _turn.Release();
        }

        return next;
    }

    /// <summary>Adds what of the batches lies beyond the marks, and moves these.</summary>
    /// <exception cref="InvalidOperationException">There is a gap.</exception>
    /// <exception cref="ClickHouseException">The server is away or refused; all of it may be sent again.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await AppendInTurnAsync(batches, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async ValueTask AppendInTurnAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation)
    {
        var partitions = batches.Select(batch => batch.Partition).ToHashSet();
        var isCertain = _certain.IsSupersetOf(partitions);
        if (!isCertain)
        {
            var marks = await server.MarksAsync(cancellation);
            foreach (var partition in partitions)
            {
                _next[partition] = marks.OffsetIn(partition);
            }
        }

        var (fresh, after) = Fresh(batches);
        if (fresh.Count == 0)
        {
            return;
        }

        var from = LogToken.Of(after.Keys.Select(partition => (partition, _next.GetValueOrDefault(partition))));
        var until = LogToken.Of(after.Select(place => (place.Key, place.Value)));
        var present = new HashSet<(int, long)>();
        if (!isCertain)
        {
            await _repeats.SettleAsync(cancellation);
            present = await _repeats.PresentAsync(from, until, cancellation);
            _repeats.Watch(from, until);
        }

        _certain.ExceptWith(partitions);
        var rows = new RowBinaryWriter();
        foreach (var batch in fresh)
        {
            for (var index = 0; index < batch.Events.Count; index++)
            {
                if (!batch.Events[index].IsErased && !present.Contains((batch.Partition, batch.BaseOffset + index)))
                {
                    EventRows.Write(rows, batch, index);
                }
            }
        }

        if (!rows.Written.IsEmpty)
        {
            await server.InsertAsync("append events", server.Tables.Insert, rows.Written, cancellation);
        }

        await _repeats.RemoveAsync(cancellation);
        await MarkAsync(until, cancellation);
        foreach (var (partition, offset) in until.Places)
        {
            _next[partition] = offset;
        }

        _certain.UnionWith(partitions);
    }

    (List<EventBatch> Fresh, Dictionary<int, long> After) Fresh(IReadOnlyList<EventBatch> batches)
    {
        var after = new Dictionary<int, long>();
        var fresh = new List<EventBatch>();
        foreach (var batch in batches)
        {
            var expected = after.TryGetValue(batch.Partition, out var moved) ? moved : _next.GetValueOrDefault(batch.Partition);
            if (batch.BaseOffset > expected)
            {
                throw new InvalidOperationException(
                    $"Partition {batch.Partition} is archived up to offset {expected}, and the batch begins at "
                    + $"{batch.BaseOffset}: {batch.BaseOffset - expected} events are missing.");
            }

            if (batch.From(expected) is { } rest)
            {
                fresh.Add(rest);
                after[batch.Partition] = rest.NextOffset;
            }
        }

        return (fresh, after);
    }

    async ValueTask MarkAsync(LogToken until, CancellationToken cancellation)
    {
        var marks = new RowBinaryWriter();
        foreach (var (partition, offset) in until.Places)
        {
            marks.Int32(partition);
            marks.Int64(offset);
        }

        await server.InsertAsync("mark what is archived", server.Tables.InsertMarks, marks.Written, cancellation);
    }
}
