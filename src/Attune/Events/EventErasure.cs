namespace Attune.Events;

/// <summary>Which events are to be made unreadable: those of some profiles, before a place of the log.</summary>
/// <param name="Profiles">The profile keys, as text.</param>
/// <param name="Before">By partition: events at this offset and later stay.</param>
/// <remarks>Profiles are named, not tested by a rule, so that a log that cannot be rewritten may destroy the keys their events are sealed with.</remarks>
public sealed record EventErasure(IReadOnlySet<string> Profiles, LogToken Before)
{
    /// <summary>Those of the profiles that are users'.</summary>
    public IEnumerable<UserId> Users => Profiles.Select(key => new ProfileKey(key)).Where(key => key.IsUser).Select(key => new UserId(key.Value[2..]));

    /// <summary>True where the event at a place is among them.</summary>
    public bool Covers(UserEvent happened, int partition, long offset) =>
        !happened.IsErased && offset < Before.OffsetIn(partition) && Profiles.Contains(happened.ProfileKey.Value);

    /// <summary>How many events of a batch are among them.</summary>
    public int Count(EventBatch batch)
    {
        var count = 0;
        for (var at = 0; at < batch.Events.Count; at++)
        {
            count += Covers(batch.Events[at], batch.Partition, batch.BaseOffset + at) ? 1 : 0;
        }

        return count;
    }
}
