using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.State;

/// <summary>The state store of one machine: in memory, with a checkpoint in one file from which it starts.</summary>
/// <remarks>
/// <para><b>Durability.</b> Nothing but the last checkpoint; everything after it is folded again from the log.</para>
/// <para><b>Checkpoint.</b> Profiles and lists are walked while writes go on, so some are newer than the offsets say: their
/// fences make folding them again harmless. The overlay has no fence and is small: its values are taken at the call.</para>
/// <para><b>Concurrency.</b> One writer per key, any number of readers, without locks. Checkpoints follow one another.</para>
/// <para><b>Recovery.</b> A checkpoint that does not verify counts as absent; <see cref="Fault"/> says what was wrong.</para>
/// </remarks>
public sealed class MemoryStateStore : IStateStore
{
    readonly string _directory;
    readonly SemaphoreSlim _checkpoint = new(1, 1);
    StateTable[] _tables = EmptyTables();
    LogToken _restored;
    int _isClosed;

    MemoryStateStore(string directory) => _directory = directory;

    /// <summary>Why the checkpoint found at start could not be used; null where it could, or there was none.</summary>
    public CheckpointFault? Fault { get; private set; }

    /// <summary>Opens the store in a directory, which is made where it is missing, and loads the last checkpoint.</summary>
    public static MemoryStateStore Open(string directory, ILogger<MemoryStateStore>? logger = null)
    {
        var store = new MemoryStateStore(Path.GetFullPath(directory));
        Directory.CreateDirectory(store._directory);
        File.Delete(Path.Combine(store._directory, CheckpointFormat.UnfinishedName));
        store.Load(logger ?? NullLogger<MemoryStateStore>.Instance);
        return store;
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> GetAsync(StateKey key, CancellationToken cancellation) => new(Table(key.Kind).Get(key.Name));

    /// <inheritdoc/>
    public ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation)
    {
        var values = new byte[]?[keys.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = Table(keys[at].Kind).Get(keys[at].Name);
        }

        return new(values);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(IReadOnlyList<StateWrite> values, CancellationToken cancellation)
    {
        for (var at = 0; at < values.Count; at++)
        {
            var (key, value, _) = values[at];
            Table(key.Kind).Put(key.Name, value);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<StateKey, byte[]>> ScanAsync(
        StateKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await ValueTask.CompletedTask;
        foreach (var (name, value) in Table(kind).Values)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(new StateKey(kind, name), value);
        }
    }

    /// <inheritdoc/>
    public ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation) =>
        new((Table(kind).Count, Table(kind).Bytes));

    /// <inheritdoc/>
    public ValueTask<LogToken> RestoredAsync(CancellationToken cancellation) => new(_restored);

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk is full or failed; the last checkpoint stands.</exception>
    public async ValueTask CheckpointAsync(LogToken applied, CancellationToken cancellation)
    {
        KeyValuePair<StateKey, byte[]>[] overlay = [.. Pairs(StateKind.Overlay)];
        await _checkpoint.WaitAsync(cancellation);
        try
        {
            var values = overlay.Concat(Pairs(StateKind.Profile)).Concat(Pairs(StateKind.Alias)).Concat(Pairs(StateKind.List));
            await CheckpointWriter.WriteAsync(_directory, applied, values, cancellation);
            _restored = applied;
        }
        finally
        {
            _checkpoint.Release();
        }
    }

    /// <summary>Waits for a checkpoint under way, and lets go; writes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            await _checkpoint.WaitAsync();
            _checkpoint.Dispose();
        }
    }

    static StateTable[] EmptyTables() => [.. Enum.GetValues<StateKind>().Select(_ => new StateTable())];

    StateTable Table(StateKind kind) => _tables[(int)kind];

    IEnumerable<KeyValuePair<StateKey, byte[]>> Pairs(StateKind kind) =>
        Table(kind).Values.Select(pair => KeyValuePair.Create(new StateKey(kind, pair.Key), pair.Value));

    void Load(ILogger logger)
    {
        var path = Path.Combine(_directory, CheckpointFormat.FileName);
        if (!File.Exists(path))
        {
            return;
        }

        Fault = CheckpointReader.Read(path, (key, value) => Table(key.Kind).Put(key.Name, value), out var applied);
        if (Fault is null)
        {
            _restored = applied;
            StateMessages.Restored(logger, path, Table(StateKind.Profile).Count, applied);
        }
        else
        {
            _tables = EmptyTables();
            StateMessages.Ignored(logger, path, Fault);
        }
    }
}
