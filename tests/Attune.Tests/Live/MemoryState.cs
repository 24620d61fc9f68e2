using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.State;

namespace Attune.Tests.Live;

/// <summary>A state store in memory whose checkpoints survive it: <see cref="Crashed"/> is what a restart finds.</summary>
sealed class MemoryState : IStateStore
{
    readonly ConcurrentDictionary<StateKey, byte[]> _values = new();
    KeyValuePair<StateKey, byte[]>[] _durable = [];
    LogToken _applied;

    readonly ConcurrentDictionary<int, long> _marks = new();
    readonly ConcurrentDictionary<StateKey, long> _fences = new();

    public Exception? Fault { get; set; }

    /// <summary>True where several nodes share it: then it keeps fences and marks, and needs no checkpoint.</summary>
    public bool IsShared { get; init; }

    public long Losses { get; set; }

    /// <summary>Lets writes that come after a checkpoint began get into it, as a store that does not stop for one will.</summary>
    public Action? DuringCheckpoint { get; set; }

    public ValueTask<byte[]?> GetAsync(StateKey key, CancellationToken cancellation) =>
        Fault is null ? new(_values.GetValueOrDefault(key)) : throw Fault;

    public ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation) =>
        Fault is null ? new([.. keys.Select(key => _values.GetValueOrDefault(key))]) : throw Fault;

    public ValueTask PutAsync(IReadOnlyList<StateWrite> values, CancellationToken cancellation)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        foreach (var (key, value, fence) in values)
        {
            if (IsShared && fence >= 0 && _fences.AddOrUpdate(key, fence, (_, kept) => Math.Max(kept, fence)) != fence)
            {
                continue;
            }

            if (value is null)
            {
                _values.TryRemove(key, out _);
            }
            else
            {
                _values[key] = value;
            }
        }

        return default;
    }

    public async IAsyncEnumerable<KeyValuePair<StateKey, byte[]>> ScanAsync(
        StateKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var pair in _values.Where(pair => pair.Key.Kind == kind))
        {
            yield return pair;
        }
    }

    public ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation)
    {
        var of = _values.Where(pair => pair.Key.Kind == kind).ToArray();
        return new((of.Length, of.Sum(pair => (long)pair.Value.Length)));
    }

    public ValueTask<LogToken> RestoredAsync(CancellationToken cancellation) => new(_applied);

    public ValueTask MarkAppliedAsync(LogToken applied, CancellationToken cancellation)
    {
        foreach (var (partition, offset) in applied.Places)
        {
            _marks.AddOrUpdate(partition, offset, (_, kept) => Math.Max(kept, offset));
        }

        return default;
    }

    public ValueTask<LogToken?> AppliedAsync(CancellationToken cancellation) =>
        new(IsShared ? LogToken.Of(_marks.Select(mark => (mark.Key, mark.Value))) : null);

    /// <summary>Loses what was written of a key, as a fail-over does.</summary>
    public void Lose(StateKey key)
    {
        _values.TryRemove(key, out _);
        _fences.TryRemove(key, out _);
        Losses++;
    }

    public ValueTask CheckpointAsync(LogToken applied, CancellationToken cancellation)
    {
        DuringCheckpoint?.Invoke();
        (_durable, _applied) = ([.. _values], applied);
        return default;
    }

    public MemoryState Crashed()
    {
        var state = new MemoryState { _durable = _durable, _applied = _applied };
        foreach (var (key, value) in _durable)
        {
            state._values[key] = value;
        }

        return state;
    }

    public ValueTask DisposeAsync() => default;
}
