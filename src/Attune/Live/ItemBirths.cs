using Attune.Events;

namespace Attune.Live;

/// <summary>When items were first known, by ordinal, to the minute: how many there were at each moment at which there were more.</summary>
/// <remarks>What was known at the first look is as old as time. Bounded: of too many moments the older half is forgotten, and its items
/// are as old as time too. <b>Concurrency.</b> A lock, taken by writers when the number has grown, and by readers for a search.</remarks>
sealed class ItemBirths
{
    /// <summary>Most moments kept.</summary>
    public const int Most = 40_000;

    static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly List<(long Micros, int Size)> _moments = [];
    int _size = -1;
    long _closed = long.MinValue;

    /// <summary>Takes up that there are so many items now.</summary>
    public void Notice(int size, EventTime now)
    {
        if (size <= Volatile.Read(ref _size))
        {
            return;
        }

        lock (_lock)
        {
            if (size <= _size)
            {
                return;
            }

            var isLate = _moments.Count > 1 && _closed < _moments[^1].Micros
                && now.Micros - _moments[^1].Micros < Grain.Ticks / TimeSpan.TicksPerMicrosecond;
            if (isLate)
            {
                _moments[^1] = (_moments[^1].Micros, size);
            }
            else
            {
                _moments.Add((_moments.Count == 0 ? 0 : Math.Max(now.Micros, _closed + 1), size));
            }

            Bound();
            Volatile.Write(ref _size, size);
        }
    }

    /// <summary>Takes care that whatever comes later is told apart from what was there at an instant.</summary>
    public void Close(EventTime instant)
    {
        lock (_lock)
        {
            _closed = instant.Micros;
        }
    }

    /// <summary>When an item was first known; 0 of one that was there from the first.</summary>
    public EventTime BornAt(int item)
    {
        lock (_lock)
        {
            var (low, high) = (0, _moments.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _moments[middle].Size > item ? (low, middle) : (middle + 1, high);
            }

            return new EventTime(low < _moments.Count ? _moments[low].Micros : 0);
        }
    }

    /// <summary>The moments, oldest first.</summary>
    public (long Micros, int Size)[] Copy()
    {
        lock (_lock)
        {
            return [.. _moments];
        }
    }

    /// <summary>Takes up moments kept before.</summary>
    public void Restore(IReadOnlyList<(long Micros, int Size)> moments)
    {
        lock (_lock)
        {
            _moments.Clear();
            _moments.AddRange(moments);
            Volatile.Write(ref _size, moments.Count == 0 ? -1 : moments[^1].Size);
        }
    }

    void Bound()
    {
        if (_moments.Count > Most)
        {
            var size = _moments[Most / 2].Size;
            _moments.RemoveRange(0, (Most / 2) + 1);
            _moments.Insert(0, (0, size));
        }
    }
}
