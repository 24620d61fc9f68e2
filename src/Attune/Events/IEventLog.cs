namespace Attune.Events;

/// <summary>Behaviour, in order per profile: the one truth. Everything behind it is a projection with its own offset.</summary>
/// <remarks>
/// <para><b>Order.</b> Events of one profile go to one partition and keep the order in which they were appended.</para>
/// <para><b>Durability.</b> An append that returns <see cref="AppendOutcome.Appended"/> survives a crash of the process
/// and of the machine; one that returns anything else left nothing that a reader will see, or, after a crash in the middle
/// of it, may be seen: whole, or in a log of several partitions in part. The sender sends it again and the event ids tell.</para>
/// <para><b>Concurrency.</b> Any number of appenders and readers at once.</para>
/// </remarks>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>How many partitions there are; at least 1, fixed while open.</summary>
    int Partitions { get; }

    /// <summary>
    /// True where a reader is handed <see cref="UserEvent.Erased"/> in the place of an event that came before under the same id, whoever
    /// appended it: then nobody need remember ids to keep repeats out.
    /// </summary>
    bool RecognisesRepeats => false;

    /// <summary>Why nothing of it can be read yet; null where it is open.</summary>
    string? Fault => null;

    /// <summary>The oldest offset still held in a partition.</summary>
    long FirstOffset(int partition);

    /// <summary>The offset the next event of a partition will get; everything before it is durable.</summary>
    long EndOffset(int partition);

    /// <summary>Appends all or none, and returns when they are durable.</summary>
    /// <param name="events">At least one event, at most <see cref="EventLimits.BatchEvents"/>.</param>
    /// <param name="cancellation">Gives up waiting; the events may be appended all the same.</param>
    ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation);

    /// <summary>Joins the nodes that share the partitions among them for a purpose; a log of one process is one node's.</summary>
    /// <param name="purpose">As <c>live</c> or <c>archive</c>: each purpose shares all partitions anew.</param>
    IPartitionGroup Join(string purpose) => SoleNode.Instance;

    /// <summary>The durable events of a partition from an offset on, in order, without a gap.</summary>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="offset">Where to begin; below <see cref="FirstOffset"/> it begins there.</param>
    /// <param name="follow">True to wait for more at the end, until cancelled; false to stop there.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation);

    /// <summary>
    /// Makes events unreadable for ever, in memory and on the disk: a reader finds <see cref="UserEvent.Erased"/> at their offsets
    /// from then on. Durable when it returns; one that throws or is cut short has erased some of them, and may be called again.
    /// </summary>
    /// <returns>How many it erased; those erased before do not count.</returns>
    ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation);

    /// <summary>
    /// True where <see cref="EraseAsync"/> leaves no byte of an event; false where no reader hands it out any more and what the log is kept
    /// in lets go of the bytes in its own time.
    /// </summary>
    bool ErasesBytes => true;

    /// <summary>
    /// Takes up an erasure that another node made durable: no reader of this node hands such an event out when it returns, and what waits
    /// on this node to be appended is erased too. Nothing in a log of one process.
    /// </summary>
    ValueTask HeedAsync(EventErasure erasure, CancellationToken cancellation) => default;

    /// <summary>The partition a profile's events go to.</summary>
    int PartitionOf(ProfileKey profile) => 0;
}
