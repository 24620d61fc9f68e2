namespace Attune.Events;

/// <summary>Consecutive events of one partition of the log, as they were committed.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="BaseOffset">The offset of the first event; the others follow without a gap.</param>
/// <param name="AcceptedAt">When the log took them, by the server's clock.</param>
/// <param name="Events">At least one event, in order.</param>
public sealed record EventBatch(int Partition, long BaseOffset, EventTime AcceptedAt, IReadOnlyList<UserEvent> Events)
{
    /// <summary>The offset after the last event: where reading goes on.</summary>
    public long NextOffset => BaseOffset + Events.Count;

    /// <summary>The events from <paramref name="offset"/> on, or null where there are none left.</summary>
    public EventBatch? From(long offset)
    {
        if (offset <= BaseOffset)
        {
            return this;
        }

        return offset >= NextOffset
            ? null
            : this with { BaseOffset = offset, Events = [.. Events.Skip((int)(offset - BaseOffset))] };
    }
}
