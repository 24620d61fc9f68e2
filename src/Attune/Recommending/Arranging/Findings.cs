using System.Runtime.InteropServices;
using Attune.Learning.Factors;

namespace Attune.Recommending.Arranging;

/// <summary>What rules found beside the candidates while an answer was arranged, list after list in the order of the asking.</summary>
/// <remarks>The state they look in moves on: an answer that is made again is given what they found then.</remarks>
sealed class Findings
{
    readonly List<ScoredItem> _items = [];
    readonly List<int> _ends = [];
    int _next;

    /// <summary>True where the answer is made again: rules take <see cref="Next"/> and look nowhere.</summary>
    public bool Again { get; private set; }

    /// <summary>How many lists there are.</summary>
    public int Count => _ends.Count;

    /// <summary>How many items all lists have together.</summary>
    public int Items => _items.Count;

    /// <summary>A list.</summary>
    public ReadOnlySpan<ScoredItem> Of(int list) => CollectionsMarshal.AsSpan(_items)[(list == 0 ? 0 : _ends[list - 1]).._ends[list]];

    /// <summary>Begins with nothing found.</summary>
    public void Begin()
    {
        _items.Clear();
        _ends.Clear();
        (_next, Again) = (0, false);
    }

    /// <summary>Begins with what was found then.</summary>
    public void BeginAgain(IEnumerable<ScoredItem[]> lists)
    {
        Begin();
        foreach (var list in lists)
        {
            Keep(list);
        }

        Again = true;
    }

    /// <summary>Keeps what a rule found.</summary>
    /// <returns>The same.</returns>
    public ReadOnlySpan<ScoredItem> Keep(ReadOnlySpan<ScoredItem> found)
    {
        _items.AddRange(found);
        _ends.Add(_items.Count);
        return found;
    }

    /// <summary>The next list; empty where there were no more.</summary>
    public ReadOnlySpan<ScoredItem> Next() => _next < _ends.Count ? Of(_next++) : [];
}
