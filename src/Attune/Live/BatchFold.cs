using Attune.Events;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Live;

/// <summary>Folds the batches of one partition into the profiles of a state store: one read and one write a batch.</summary>
/// <remarks>An event that cannot be applied is passed over, so that it does not stop those behind it; a store that fails is
/// an exception, after which the same batch is folded again (the fence makes that harmless).</remarks>
sealed class BatchFold(IStateStore state, Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> ordinals,
    ProfileFold fold, ILogger logger)
{
    /// <summary>An event that names no item.</summary>
    public const int NoItem = -1;

    /// <summary>An event that is passed over.</summary>
    public const int Poison = -2;

    readonly BatchProfiles _profiles = new(state, fold, logger);
    readonly List<ItemId> _ids = [];
    int[] _items = [];

    /// <summary>Events passed over since the start.</summary>
    public long Poisoned { get; private set; }

    /// <summary>Folds a batch and puts the profiles it changed.</summary>
    /// <returns>By event: the ordinal of its item, <see cref="NoItem"/> or <see cref="Poison"/>; valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<int>> FoldAsync(EventBatch batch, CancellationToken cancellation)
    {
        var count = batch.Events.Count;
        await BeginAsync(batch, cancellation);
        _profiles.Begin(batch);
        for (var i = 0; i < count; i++)
        {
            if (IsWhole(batch, i))
            {
                _profiles.Want(batch.Events[i]);
            }
        }

        await _profiles.LoadAsync(cancellation);
        for (var i = 0; i < count; i++)
        {
            if (_items[i] != Poison && !batch.Events[i].IsErased)
            {
                FoldOne(batch, i);
            }
        }

        await _profiles.PutAsync(cancellation);
        return _items.AsMemory(0, count);
    }

    /// <summary>What <see cref="FoldAsync"/> returns of a batch whose profiles another node folds: none is touched.</summary>
    public async ValueTask<ReadOnlyMemory<int>> PassAsync(EventBatch batch, CancellationToken cancellation)
    {
        await BeginAsync(batch, cancellation);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            IsWhole(batch, i);
        }

        return _items.AsMemory(0, batch.Events.Count);
    }

    ValueTask BeginAsync(EventBatch batch, CancellationToken cancellation)
    {
        if (_items.Length < batch.Events.Count)
        {
            _items = new int[batch.Events.Count];
        }

        return ResolveAsync(batch, cancellation);
    }

    async ValueTask ResolveAsync(EventBatch batch, CancellationToken cancellation)
    {
        _ids.Clear();
        foreach (var happened in batch.Events)
        {
            if (happened.Item is { } id)
            {
                _ids.Add(id);
            }
        }

        var resolved = _ids.Count == 0 ? [] : await ResolveAsync(cancellation);
        var next = 0;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            _items[i] = batch.Events[i].Item is null ? NoItem : resolved[next++];
        }
    }

    async ValueTask<int[]> ResolveAsync(CancellationToken cancellation)
    {
        try
        {
            return await ordinals(_ids, cancellation);
        }
        catch (ArgumentException)
        {
            // One id that the catalog cannot take must not hold up the others.
            var resolved = new int[_ids.Count];
            for (var i = 0; i < resolved.Length; i++)
            {
                resolved[i] = await ResolveOneAsync(_ids[i], cancellation);
            }

            return resolved;
        }
    }

    async ValueTask<int> ResolveOneAsync(ItemId id, CancellationToken cancellation)
    {
        try
        {
            return (await ordinals([id], cancellation))[0];
        }
        catch (ArgumentException)
        {
            return Poison;
        }
    }

    bool IsWhole(EventBatch batch, int i)
    {
        var happened = batch.Events[i];
        if (happened.IsErased)
        {
            return false;
        }

        if (_items[i] != Poison && (happened.User is not null || happened.Session is not null))
        {
            return true;
        }

        PassOver(batch, i, new InvalidDataException("Names neither user nor session, or an item no catalog can hold."));
        return false;
    }

    void FoldOne(EventBatch batch, int i)
    {
        try
        {
            _profiles.Fold(i, _items[i]);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            PassOver(batch, i, fault);
        }
    }

    void PassOver(EventBatch batch, int i, Exception fault)
    {
        _items[i] = Poison;
        Poisoned++;
        Log.Poison(logger, batch.Events[i].EventId, batch.Partition, batch.BaseOffset + i, fault);
    }
}
