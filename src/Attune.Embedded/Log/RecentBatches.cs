using Attune.Events;

namespace Attune.Embedded.Log;

/// <summary>The newest committed batches, in memory up to a number of bytes: readers that keep up never touch the disk.</summary>
sealed class RecentBatches(long mostBytes)
{
    const int OverheadBytes = 128;

    readonly Lock _gate = new();
    readonly List<(EventBatch Batch, long Bytes)> _batches = [];
    int _first;
    long _bytes;

    /// <summary>Adds the newest, and drops the oldest while there are too many bytes.</summary>
    public void Add(EventBatch batch, int encodedBytes)
    {
        lock (_gate)
        {
            var bytes = encodedBytes + OverheadBytes;
            _batches.Add((batch, bytes));
            _bytes += bytes;
            while (_bytes > mostBytes)
            {
                _bytes -= _batches[_first].Bytes;
                _batches[_first++] = default;
            }

            if (_first > 64 && _first > _batches.Count / 2)
            {
                _batches.RemoveRange(0, _first);
                _first = 0;
            }
        }
    }

    /// <summary>Forgets all: what is asked for is read from the files.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _batches.Clear();
            (_first, _bytes) = (0, 0);
        }
    }

    /// <summary>The batch that holds an offset, whole; null where it is not held any more.</summary>
    public EventBatch? Find(long offset)
    {
        lock (_gate)
        {
            var (low, high) = (_first, _batches.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _batches[middle].Batch.BaseOffset <= offset ? (middle + 1, high) : (low, middle);
            }

            return low > _first && _batches[low - 1].Batch is var found && offset < found.NextOffset ? found : null;
        }
    }
}
