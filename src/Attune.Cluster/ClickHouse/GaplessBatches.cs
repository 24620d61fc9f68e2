using Attune.Events;

namespace Attune.Cluster.ClickHouse;

/// <summary>Makes the batches of the log again out of rows by ascending offset; where a row is missing, the event was erased.</summary>
sealed class GaplessBatches(int partition, long offset)
{
    // A batch longer than this is handed on in parts.
    const int Longest = 65_536;

    readonly List<EventBatch> _ready = [];
    readonly List<UserEvent> _events = [];
    long _first = offset;
    EventTime _acceptedAt;

    long Next => _first + _events.Count;

    /// <summary>Adds a row; one that came twice is passed over.</summary>
    public void Add(ref RowBinaryRow row)
    {
        if (EventRows.Read(ref row) is not { } read || read.Offset < Next)
        {
            return;
        }

        Fill(read.Offset);
        if (read.AcceptedAt != _acceptedAt || _events.Count >= Longest)
        {
            Close();
            _acceptedAt = read.AcceptedAt;
        }

        _events.Add(read.Event);
    }

    /// <summary>The batches that are whole.</summary>
    public EventBatch[] Take()
    {
        EventBatch[] taken = [.. _ready];
        _ready.Clear();
        return taken;
    }

    /// <summary>The batches that are left, up to an offset.</summary>
    public EventBatch[] Finish(long before)
    {
        Fill(before);
        Close();
        return Take();
    }

    void Fill(long before)
    {
        while (Next < before)
        {
            _events.Add(UserEvent.Erased);
            if (_events.Count >= Longest)
            {
                Close();
            }
        }
    }

    void Close()
    {
        if (_events.Count > 0)
        {
            _ready.Add(new EventBatch(partition, _first, _acceptedAt, _events.ToArray()));
            _first += _events.Count;
            _events.Clear();
        }
    }
}
