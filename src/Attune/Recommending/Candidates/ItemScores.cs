using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>Scores by ordinal, dense, with a list of those touched: summing and clearing cost what was touched, not what exists.</summary>
sealed class ItemScores
{
    float[] _scores = [];
    int[] _touched = [];
    int _count;

    public void Reserve(int items)
    {
        if (_scores.Length < items)
        {
            // Cleared between uses, so nothing has to be carried over.
            (_scores, _touched) = (new float[items + (items / 4)], new int[items + (items / 4)]);
        }
    }

    /// <summary>Adds to an item's score.</summary>
    /// <param name="item">Below what was reserved.</param>
    /// <param name="score">Above 0; others are passed over.</param>
    public void Add(int item, float score)
    {
        if (!(score > 0))
        {
            return;
        }

        if (_scores[item] == 0)
        {
            _touched[_count++] = item;
        }

        _scores[item] += score;
    }

    public void Clear()
    {
        for (var i = 0; i < _count; i++)
        {
            _scores[_touched[i]] = 0;
        }

        _count = 0;
    }

    /// <summary>Takes the best out, best first, and clears the rest.</summary>
    public ReadOnlySpan<ScoredItem> Take(Span<ScoredItem> room)
    {
        var best = new BestItems(room);
        for (var i = 0; i < _count; i++)
        {
            best.Offer(_touched[i], _scores[_touched[i]]);
        }

        Clear();
        return best.InOrder();
    }
}
