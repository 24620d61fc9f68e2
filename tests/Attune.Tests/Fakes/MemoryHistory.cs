using Attune.Events;
using Attune.History;
using Attune.History.Surveying;

namespace Attune.Tests.Fakes;

/// <summary>The history in a list. It keeps the port's promises: exactly once, no gap, columns by time.</summary>
sealed class MemoryHistory(IEventSurvey? survey = null) : IHistory
{
    readonly Lock _gate = new();
    readonly List<(int Partition, long Offset, UserEvent Event)> _rows = [];
    readonly Dictionary<int, long> _next = [];
    int _faults;

    /// <summary>How often an append was tried, and what each brought.</summary>
    public List<int> Appends { get; } = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count;
            }
        }
    }

    /// <summary>Lets the next appends fail.</summary>
    public void FailNext(int times) => _faults = times;

    public ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_next.GetValueOrDefault(partition));
        }
    }

    public ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_faults > 0)
            {
                _faults--;
                throw new IOException("the disk is full");
            }

            foreach (var batch in batches)
            {
                var next = _next.GetValueOrDefault(batch.Partition);
                if (batch.BaseOffset > next)
                {
                    throw new InvalidOperationException($"A batch begins at {batch.BaseOffset}; {next} is next.");
                }

                if (batch.From(next) is { } rest)
                {
                    _rows.AddRange(rest.Events.Select((e, i) => (rest.Partition, rest.BaseOffset + i, e)));
                    _next[batch.Partition] = rest.NextOffset;
                }
            }

            Appends.Add(batches.Sum(batch => batch.Events.Count));
            return default;
        }
    }

    /// <summary>Appends events to partition 0.</summary>
    public ValueTask AddAsync(IEnumerable<UserEvent> events) =>
        AppendAsync([new EventBatch(0, _next.GetValueOrDefault(0), default, [.. events])], CancellationToken.None);

    public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var times = _rows.Select(row => row.Event.Time).Order().ToList();
            return new(new HistorySummary(
                _rows.Count,
                _rows.Select(row => row.Event.ProfileKey).Distinct().Count(),
                _rows.Select(row => row.Event.Item).OfType<ItemId>().Distinct().Count(),
                times.Count == 0 ? null : times[0],
                times.Count == 0 ? null : times[^1],
                Archived));
        }
    }

    public ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var rows = _rows
                .Where(row => row.Event.Item is not null && !(row.Event.Time < query.From) && !(row.Event.Time >= query.Before)
                    && UserSample.Number(row.Event.ProfileKey.Value) < UserSample.Limit(query.UserShare))
                .OrderBy(row => row.Event.Time.Micros).ThenBy(row => row.Offset).Select(row => row.Event).ToList();
            string[] users = [.. rows.Select(row => row.ProfileKey.Value).Distinct()];
            string[] items = [.. rows.Select(row => row.Item!.Value.Value).Distinct()];
            return new(new InteractionColumns
            {
                UserIds = users,
                ItemIds = items,
                Users = [.. rows.Select(row => Array.IndexOf(users, row.ProfileKey.Value))],
                Items = [.. rows.Select(row => Array.IndexOf(items, row.Item!.Value.Value))],
                Types = [.. rows.Select(row => row.Type.Code)],
                Times = [.. rows.Select(row => row.Time.Micros)],
                Values = [.. rows.Select(row => (float)(row.Value ?? double.NaN))],
                Archived = Archived,
            });
        }
    }

    public ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException("The history in memory counts no pairs.");

    public IEventSurvey Survey => survey ?? throw new NotSupportedException("The history in memory is not surveyed.");

    public async IAsyncEnumerable<EventBatch> ReadEventsAsync(
        int partition, long offset, long before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        UserEvent[] events;
        lock (_gate)
        {
            var end = Math.Min(before, _next.GetValueOrDefault(partition));
            events = [.. Enumerable.Range(0, (int)Math.Max(0, end - offset)).Select(_ => UserEvent.Erased)];
            foreach (var row in _rows.Where(row => row.Partition == partition && row.Offset >= offset && row.Offset < end))
            {
                events[row.Offset - offset] = row.Event;
            }
        }

        if (events.Length > 0)
        {
            yield return new EventBatch(partition, offset, default, events);
        }
    }

    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_rows.RemoveAll(row => erasure.Covers(row.Event, row.Partition, row.Offset)));
        }
    }

    public ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation) =>
        throw new HistoryQueryException("The history in memory answers no SQL.");

    public ValueTask DisposeAsync() => default;

    LogToken Archived => LogToken.Of(_next.Select(next => (next.Key, next.Value)));
}
