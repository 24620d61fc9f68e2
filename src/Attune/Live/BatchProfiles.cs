using Attune.Events;
using Attune.Merging;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Live;

/// <summary>The profiles and aliases one batch touches: read in one round trip, changed in memory, written in another.</summary>
/// <remarks>
/// <para><b>Joining.</b> An event that names a user and a session joins what the session did before, with nobody named, to the user's
/// profile; a merge joins whom it names. It happens exactly once, by the user's own fence. From that event on the session's
/// events are the user's.</para>
/// <para><b>Replay.</b> A session is joined only where its profile ends before the event, and is kept as it ended. So a checkpoint that
/// has some profiles from before an event and others from after it leads to the same profiles, whatever is applied again.</para>
/// <para><b>Partitions.</b> All this is exact where both stand in one partition. In a log of several, a session of another partition is
/// joined with what is known of it when the user is named, and its own events stay its own.</para>
/// </remarks>
sealed class BatchProfiles(IStateStore state, ProfileFold fold, ILogger logger)
{
    readonly Dictionary<string, int> _slots = [];
    readonly List<string> _names = [];
    readonly List<ProfileDraft> _drafts = [];
    readonly List<bool> _known = [];
    readonly Dictionary<string, Alias> _aliases = [];
    readonly HashSet<string> _changed = [];
    readonly HashSet<string> _joined = [];
    EventBatch _batch = null!;

    /// <summary>Begins with the next batch.</summary>
    public void Begin(EventBatch batch)
    {
        _batch = batch;
        _slots.Clear();
        _names.Clear();
        _known.Clear();
        _aliases.Clear();
        _changed.Clear();
        _joined.Clear();
    }

    /// <summary>Says that an event of the batch is to be folded.</summary>
    public void Want(UserEvent happened)
    {
        Want(happened.ProfileKey.Value);
        if (happened.JoinedProfile is { } joined)
        {
            Want(joined.Value);
        }
    }

    /// <summary>Reads what is wanted, and what that stands for.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        for (var read = 0; read < _names.Count;)
        {
            StateKey[] keys =
            [
                .. _names.Skip(read).Select(name => new StateKey(StateKind.Profile, name)),
                .. _names.Skip(read).Select(name => new StateKey(StateKind.Alias, name)),
            ];
            var values = await state.GetAsync(keys, cancellation);
            var count = keys.Length / 2;
            for (var at = 0; at < count; at++)
            {
                Load(read + at, values[at]);
                if (values[count + at] is { } alias)
                {
                    Want((_aliases[_names[read + at]] = Alias.Decode(alias)).Into);
                }
            }

            read += count;
        }
    }

    /// <summary>Folds an event into the profile it belongs to, after joining what it joins.</summary>
    public void Fold(int at, int item)
    {
        var (happened, offset) = (_batch.Events[at], _batch.BaseOffset + at);
        var owner = OwnerOf(happened.ProfileKey.Value, offset);
        var draft = _drafts[_slots[owner]];
        if (happened.JoinedProfile is { } joined)
        {
            Join(joined.Value, owner, draft, happened.Type.Code == EventType.Merge.Code, offset);
        }

        if (fold.Fold(draft, happened, item, _batch.Partition, offset))
        {
            _changed.Add(owner);
        }
    }

    /// <summary>Writes what has changed.</summary>
    public ValueTask PutAsync(CancellationToken cancellation) => state.PutAsync(
        [
            .. _changed.Select(name => new StateWrite(new(StateKind.Profile, name), ProfileCodec.Encode(_drafts[_slots[name]]), _drafts[_slots[name]].Applied)),
            .. _joined.Select(name => new StateWrite(new(StateKind.Alias, name), _aliases[name].Encode(), _aliases[name].Offset)),
        ],
        cancellation);

    void Join(string joined, string owner, ProfileDraft into, bool isMerge, long offset)
    {
        var slot = _slots[joined];
        var from = _drafts[slot];
        var isKnown = _aliases.TryGetValue(joined, out var alias);
        var isHere = isKnown ? alias!.Into == owner && alias.Partition == _batch.Partition && alias.Offset == offset : isMerge || IsBefore(slot, offset);
        if (joined == owner || !isHere)
        {
            return;
        }

        // The owner's fence says whether it was joined already, when events are applied again.
        var isDone = into.Applied >= offset && into.Partition == _batch.Partition;
        if (!isDone && IsBefore(slot, offset))
        {
            ProfileMerge.Join(into, from, fold.Settings);
        }

        if (!isKnown)
        {
            _aliases[joined] = new Alias(_batch.Partition, offset, owner);
            _joined.Add(joined);
        }
    }

    bool IsBefore(int slot, long offset) =>
        (_known[slot] || _changed.Contains(_names[slot])) && (_drafts[slot].Partition != _batch.Partition || _drafts[slot].Applied < offset);

    string OwnerOf(string key, long offset)
    {
        for (var steps = 0; steps < Alias.LongestChain; steps++)
        {
            if (!_aliases.TryGetValue(key, out var alias) || alias.Partition != _batch.Partition || offset <= alias.Offset || !_slots.ContainsKey(alias.Into))
            {
                break;
            }

            key = alias.Into;
        }

        return key;
    }

    void Want(string name)
    {
        if (_slots.TryAdd(name, _names.Count))
        {
            _names.Add(name);
            _known.Add(false);
            if (_drafts.Count < _names.Count)
            {
                _drafts.Add(new ProfileDraft());
            }
        }
    }

    void Load(int slot, byte[]? bytes)
    {
        var draft = _drafts[slot];
        draft.Clear();
        _known[slot] = bytes is not null;
        try
        {
            if (bytes is not null)
            {
                ProfileCodec.Decode(bytes, draft);
            }
        }
        catch (InvalidDataException fault)
        {
            Log.ProfileUnreadable(logger, _names[slot], _batch.Partition, _batch.BaseOffset, fault.Message);
            draft.Clear();
        }
    }
}
