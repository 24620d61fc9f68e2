using Attune.Learning.Factors;

namespace Attune.Learning.Kernels;

/// <summary>Keeps the best of a stream of scored items: a heap with the worst kept on top, in memory the caller owns.</summary>
/// <remarks>
/// <para><b>Order.</b> Better is the higher score; of equal scores, the lower item.</para>
/// <para><b>Cost.</b> One comparison an item that does not enter, log₂(kept) one that does; nothing allocated.</para>
/// </remarks>
/// <param name="kept">Room for as many as are wanted; not read before it is written.</param>
public ref struct BestItems(Span<ScoredItem> kept)
{
    readonly Span<ScoredItem> _kept = kept;
    int _count;

    /// <summary>The score an item must beat (or, with a lower number, equal) to enter; −∞ while there is room.</summary>
    public readonly float Threshold =>
        _count < _kept.Length ? float.NegativeInfinity : _kept.Length == 0 ? float.PositiveInfinity : _kept[0].Score;

    /// <summary>Takes the item in if it is among the best so far.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="score">Not NaN.</param>
    public void Offer(int item, float score)
    {
        var offered = new ScoredItem(item, score);
        if (_count < _kept.Length)
        {
            _kept[_count] = offered;
            Rise(_count++);
        }
        else if (_count > 0 && Worse(_kept[0], offered))
        {
            _kept[0] = offered;
            Sink(0, _count);
        }
    }

    /// <summary>Puts what was kept in order, best first, and returns how many there are. Nothing can be offered afterwards.</summary>
    public readonly int Sort()
    {
        for (var last = _count - 1; last > 0; last--)
        {
            (_kept[0], _kept[last]) = (_kept[last], _kept[0]);
            Sink(0, last);
        }

        return _count;
    }

    static bool Worse(ScoredItem a, ScoredItem b) => a.Score < b.Score || (a.Score == b.Score && a.Item > b.Item);

    readonly void Rise(int at)
    {
        while (at > 0 && Worse(_kept[at], _kept[(at - 1) / 2]))
        {
            (_kept[at], _kept[(at - 1) / 2]) = (_kept[(at - 1) / 2], _kept[at]);
            at = (at - 1) / 2;
        }
    }

    readonly void Sink(int at, int count)
    {
        while (true)
        {
            var worst = at;
            for (var child = (2 * at) + 1; child <= (2 * at) + 2 && child < count; child++)
            {
                if (Worse(_kept[child], _kept[worst]))
                {
                    worst = child;
                }
            }

            if (worst == at)
            {
                return;
            }

            (_kept[at], _kept[worst]) = (_kept[worst], _kept[at]);
            at = worst;
        }
    }
}
