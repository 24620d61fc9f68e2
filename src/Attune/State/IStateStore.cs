using Attune.Events;

namespace Attune.State;

/// <summary>What kind of value a key names.</summary>
public enum StateKind
{
    /// <summary>An encoded profile, by profile key.</summary>
    Profile,

    /// <summary>A precomputed list, by profile key.</summary>
    List,

    /// <summary>A part of the overlay, by its name.</summary>
    Overlay,

    /// <summary>Which profile a profile has become part of, by profile key.</summary>
    Alias,
}

/// <summary>The name of a value in the state store.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Which one: a profile key's text, or a part of the overlay.</param>
public readonly record struct StateKey(StateKind Kind, string Name);

/// <summary>A value to be written.</summary>
/// <param name="Key">Where.</param>
/// <param name="Value">What; null removes it.</param>
/// <param name="Fence">How far its writer had come, as a log offset; −1 for a write that always holds.</param>
public readonly record struct StateWrite(StateKey Key, byte[]? Value, long Fence = -1);

/// <summary>
/// Profiles, overlay and precomputed lists: bytes by key. Everything in it can be rebuilt from the log, the catalog and the
/// generation in service.
/// </summary>
/// <remarks>
/// <para><b>Fence.</b> A profile's bytes carry the offset of the last event folded in, so that folding an event again
/// changes nothing. That is what makes a checkpoint taken while writes go on usable: <see cref="CheckpointAsync"/> is
/// given the offsets at which it began, and everything after them is folded again at start.</para>
/// <para><b>Several processes.</b> A partition has one node that folds it, and one that believes it still has after the partition
/// went to another: a write with a lower <see cref="StateWrite.Fence"/> than the stored value's changes nothing. Within
/// one process no two fold one partition, and a store of one process need not look at it.</para>
/// <para><b>Concurrency.</b> One writer per key; any number of readers. A value handed out is never changed.</para>
/// </remarks>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>One value, or null.</summary>
    ValueTask<byte[]?> GetAsync(StateKey key, CancellationToken cancellation);

    /// <summary>Several values at the cost of one round trip; null where there is none. As long as <paramref name="keys"/>.</summary>
    ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation);

    /// <summary>Writes values; null removes one.</summary>
    ValueTask PutAsync(IReadOnlyList<StateWrite> values, CancellationToken cancellation);

    /// <summary>
    /// Tells every node, in one round trip, that the events before these offsets are in the values put; a lower offset than was told
    /// of its partition before is passed over.
    /// </summary>
    ValueTask MarkAppliedAsync(LogToken applied, CancellationToken cancellation) => default;

    /// <summary>What was told by <see cref="MarkAppliedAsync"/>, by any node; null in a store of one process, whose own watermark says it.</summary>
    ValueTask<LogToken?> AppliedAsync(CancellationToken cancellation) => default;

    /// <summary>
    /// Grows whenever the store may have lost writes it had confirmed, as by a fail-over: then the log is to be applied again from
    /// <see cref="RestoredAsync"/>.
    /// </summary>
    long Losses => 0;

    /// <summary>All keys of a kind and their values, in no order; writes during the walk may or may not be seen.</summary>
    IAsyncEnumerable<KeyValuePair<StateKey, byte[]>> ScanAsync(StateKind kind, CancellationToken cancellation);

    /// <summary>How many values of a kind there are, and how many bytes they hold together.</summary>
    ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation);

    /// <summary>
    /// The offsets from which the log must be applied again: in a process those of the last checkpoint, empty where there is none; in a
    /// shared store far enough before what was told by <see cref="MarkAppliedAsync"/> that what a fail-over can lose is applied again.
    /// </summary>
    ValueTask<LogToken> RestoredAsync(CancellationToken cancellation);

    /// <summary>
    /// Makes durable everything put before the call, together with the offsets up to which it holds. Replaces the last
    /// checkpoint whole or not at all.
    /// </summary>
    ValueTask CheckpointAsync(LogToken applied, CancellationToken cancellation);
}
