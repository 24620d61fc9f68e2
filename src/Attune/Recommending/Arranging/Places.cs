namespace Attune.Recommending.Arranging;

/// <summary>The places of an answer while rules work on them: those taken, in order, no item twice.</summary>
/// <param name="room">Holds them.</param>
ref struct Places(Span<Slot> room)
{
    readonly Span<Slot> _room = room;

    /// <summary>How many are taken.</summary>
    public int Count { get; private set; }

    /// <summary>Those taken.</summary>
    public readonly Span<Slot> Taken => _room[..Count];

    /// <summary>Puts one at the end; without effect where there is no room.</summary>
    public void Append(Slot slot)
    {
        if (Count < _room.Length)
        {
            _room[Count++] = slot;
        }
    }

    /// <summary>The place of an item; −1 where it has none.</summary>
    public readonly int PlaceOf(int item)
    {
        for (var place = 0; place < Count; place++)
        {
            if (_room[place].Item == item)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Puts an item at a place, or the end; it leaves the place it had, and the others close up.</summary>
    public void Insert(int at, Slot slot)
    {
        var from = PlaceOf(slot.Item);
        if (from < 0 && Count == _room.Length)
        {
            Count--;
        }

        from = from < 0 ? Count++ : from;
        at = Math.Min(at, Count - 1);
        Move(from, at);
        _room[at] = slot;
    }

    /// <summary>Takes what stands at one place to another; those in between make way.</summary>
    public readonly void Move(int from, int to)
    {
        var moved = _room[from];
        if (from > to)
        {
            _room[to..from].CopyTo(_room[(to + 1)..]);
        }
        else
        {
            _room[(from + 1)..(to + 1)].CopyTo(_room[from..]);
        }

        _room[to] = moved;
    }

    /// <summary>Lets go of all places from one on.</summary>
    public void Cut(int count) => Count = Math.Min(Count, count);
}
