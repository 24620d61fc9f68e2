using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>The best of many scored items, in room for so many: a heap with the worst on top.</summary>
/// <remarks>Equal scores go by lower ordinal, so that the same question has the same answer. Items with a score of 0 or less
/// are not taken. O(log room) an item that is taken, one comparison for one that is not.</remarks>
ref struct BestItems(Span<ScoredItem> room)
{
    readonly Span<ScoredItem> _heap = room;
    int _count;

    /// <summary>What an item must exceed to be taken.</summary>
    public readonly float Bar => _count < _heap.Length ? 0 : _heap.Length == 0 ? float.PositiveInfinity : _heap[0].Score;

    public void Offer(int item, float score)
    {
        if (!(score > 0) || _heap.Length == 0)
        {
            return;
        }

        var offered = new ScoredItem(item, score);
        if (_count < _heap.Length)
        {
            Rise(_count++, offered);
        }
        else if (Worse(_heap[0], offered))
        {
            Sink(offered, _count);
        }
    }

    /// <summary>Puts them in order, best first; nothing may be offered after it.</summary>
    public readonly ReadOnlySpan<ScoredItem> InOrder()
    {
        for (var left = _count - 1; left > 0; left--)
        {
            var last = _heap[left];
            _heap[left] = _heap[0];
            Sink(last, left);
        }

        return _heap[.._count];
    }

    static bool Worse(ScoredItem left, ScoredItem right) =>
        left.Score < right.Score || (left.Score == right.Score && left.Item > right.Item);

    readonly void Rise(int at, ScoredItem item)
    {
        while (at > 0 && Worse(item, _heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = item;
    }

    readonly void Sink(ScoredItem item, int count)
    {
        var at = 0;
        for (var child = 1; child < count; child = (2 * at) + 1)
        {
            child += child + 1 < count && Worse(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!Worse(_heap[child], item))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = item;
    }
}
