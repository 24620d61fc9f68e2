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

    readonly Dictionary<string, int> _slots = [];
    readonly List<StateKey> _keys = [];
    readonly List<ProfileDraft> _drafts = [];
    readonly List<KeyValuePair<StateKey, byte[]?>> _writes = [];
    readonly List<ItemId> _ids = [];
    int[] _items = [];
    int[] _slotOf = [];

    /// <summary>Events passed over since the start.</summary>
    public long Poisoned { get; private set; }

    /// <summary>Folds a batch and puts the profiles it changed.</summary>
    /// <returns>By event: the ordinal of its item, <see cref="NoItem"/> or <see cref="Poison"/>; valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<int>> FoldAsync(EventBatch batch, CancellationToken cancellation)
    {
        var count = batch.Events.Count;
        if (_items.Length < count)
        {
            (_items, _slotOf) = (new int[count], new int[count]);
        }

        await ResolveAsync(batch, cancellation);
        FindProfiles(batch);
        var stored = await state.GetAsync(_keys, cancellation);
        for (var slot = 0; slot < _keys.Count; slot++)
        {
            Load(slot, stored[slot], batch);
        }

        _writes.Clear();
        for (var i = 0; i < count; i++)
        {
            if (_slotOf[i] >= 0)
            {
                FoldOne(batch, i);
            }
        }

        for (var slot = 0; slot < _keys.Count; slot++)
        {
            _writes.Add(new(_keys[slot], ProfileCodec.Encode(_drafts[slot])));
        }

        await state.PutAsync(_writes, cancellation);
        return _items.AsMemory(0, count);
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

    void FindProfiles(EventBatch batch)
    {
        _slots.Clear();
        _keys.Clear();
        for (var i = 0; i < batch.Events.Count; i++)
        {
            _slotOf[i] = -1;
            var happened = batch.Events[i];
            if (happened.IsErased)
            {
                continue;
            }

            if (_items[i] == Poison || (happened.User is null && happened.Session is null))
            {
                PassOver(batch, i, new InvalidDataException("Names neither user nor session, or an item no catalog can hold."));
                continue;
            }

            var key = happened.ProfileKey.Value;
            if (!_slots.TryGetValue(key, out var slot))
            {
                slot = _slots[key] = _keys.Count;
                _keys.Add(new StateKey(StateKind.Profile, key));
            }

            _slotOf[i] = slot;
        }
    }

    void Load(int slot, byte[]? bytes, EventBatch batch)
    {
        if (_drafts.Count <= slot)
        {
            _drafts.Add(new ProfileDraft());
        }

        var draft = _drafts[slot];
        draft.Clear();
        try
        {
            if (bytes is not null)
            {
                ProfileCodec.Decode(bytes, draft);
            }
        }
        catch (InvalidDataException fault)
        {
            Log.ProfileUnreadable(logger, _keys[slot].Name, batch.Partition, batch.BaseOffset, fault.Message);
            draft.Clear();
        }
    }

    void FoldOne(EventBatch batch, int i)
    {
        try
        {
            fold.Fold(_drafts[_slotOf[i]], batch.Events[i], _items[i], batch.Partition, batch.BaseOffset + i);
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
