namespace Attune.Learning.CoVisits;

/// <summary>One user's events, the oldest first.</summary>
public readonly ref struct EventSequence
{
    /// <summary>Takes the columns.</summary>
    /// <param name="items">By event: the item.</param>
    /// <param name="kinds">By event: its kind.</param>
    /// <param name="times">By event: an instant or a position, not falling.</param>
    /// <exception cref="ArgumentException">Lengths differ or time falls.</exception>
    public EventSequence(ReadOnlySpan<int> items, ReadOnlySpan<byte> kinds, ReadOnlySpan<long> times)
    {
        if (kinds.Length != items.Length || times.Length != items.Length)
        {
            throw new ArgumentException(
                $"The columns must be of one length: items {items.Length}, kinds {kinds.Length}, times {times.Length}.", nameof(items));
        }

        for (var n = 1; n < times.Length; n++)
        {
            if (times[n] < times[n - 1])
            {
                throw new ArgumentException($"Event {n} is at {times[n]}, before the one ahead of it at {times[n - 1]}.", nameof(times));
            }
        }

        Items = items;
        Kinds = kinds;
        Times = times;
    }

    /// <summary>By event: the item.</summary>
    public ReadOnlySpan<int> Items { get; }

    /// <summary>By event: its kind.</summary>
    public ReadOnlySpan<byte> Kinds { get; }

    /// <summary>By event: when.</summary>
    public ReadOnlySpan<long> Times { get; }
}
