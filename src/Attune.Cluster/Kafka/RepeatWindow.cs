using Attune.Events;

namespace Attune.Cluster.Kafka;

/// <summary>
/// Tells repeats in one partition: an event whose id stands at one of the last so many offsets before it. Whoever has been shown
/// that many before an event decides alike, wherever it began.
/// </summary>
/// <param name="length">How many offsets back a repeat is known.</param>
/// <remarks>A repeat keeps its id known for as long again. Some 60 bytes an event of the window.</remarks>
sealed class RepeatWindow(int length)
{
    readonly Dictionary<UInt128, long> _lastSeen = [];
    readonly Queue<(UInt128 Id, long Offset)> _order = [];

    /// <summary>Takes an event in; offsets ascend.</summary>
    /// <returns>True where it is a repeat.</returns>
    public bool IsRepeat(string eventId, long offset)
    {
        while (_order.TryPeek(out var oldest) && oldest.Offset < offset - length)
        {
            _order.Dequeue();
            if (_lastSeen[oldest.Id] == oldest.Offset)
            {
                _lastSeen.Remove(oldest.Id);
            }
        }

        var id = EventIdHash.Of(eventId);
        var isRepeat = !_lastSeen.TryAdd(id, offset);
        _lastSeen[id] = offset;
        _order.Enqueue((id, offset));
        return isRepeat;
    }
}
