using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>The items the parts propose for one session, each with what is known of it: one row of numbers an item.</summary>
/// <remarks>
/// Of each part two: its share of what the part gives all it proposes, and ln(1 + 1000 · share). Then popularity, of all time and
/// of late, and whether the item is the session's last, the one before, or an earlier one, and the
/// logarithm of its strength in it.
/// </remarks>
sealed class CandidateFeatures
{
    const int OfItem = 6;

    readonly SessionParts _parts;
    readonly float[] _scores;
    readonly int[] _best;
    readonly float[] _bestScores;
    readonly int[] _placeOf;
    readonly List<int> _items = [];
    float[] _values;

    internal CandidateFeatures(SessionParts parts, int items, int proposed)
    {
        _parts = parts;
        (_scores, _placeOf) = (new float[items], new int[items]);
        (_best, _bestScores) = (new int[proposed], new float[proposed]);
        _values = new float[64 * Width];
    }

    /// <summary>Numbers a candidate has.</summary>
    internal int Width => WidthOf(_parts.Models.Count);

    internal IReadOnlyList<int> Items => _items;

    internal static int WidthOf(int models) => (models * 2) + OfItem;

    /// <summary>How many groups of sessions there are whose weights may differ.</summary>
    internal static int Groups => 9;

    /// <summary>
    /// The group of a session: by its length, one item, two or three, or more; and by how often its last item was taken up, less
    /// than 10 times, less than 100, or more, since counting parts know much of frequent items and little of rare ones.
    /// </summary>
    internal int GroupOf(History history)
    {
        var length = history.Items.Length switch { <= 1 => 0, <= 3 => 1, _ => 2 };
        var known = history.Items.IsEmpty ? 0 : MathF.Exp(_parts.Popularity[history.Items[^1]]) - 1;
        return (3 * length) + (known < 10 ? 0 : known < 100 ? 1 : 2);
    }

    /// <summary>What is known of a candidate.</summary>
    internal ReadOnlySpan<float> Of(int candidate) => _values.AsSpan(candidate * Width, Width);

    /// <summary>Where an item lies among the candidates; −1 where it is none.</summary>
    internal int PlaceOf(int item) => _placeOf[item] - 1;

    /// <summary>Gathers the candidates of a session.</summary>
    internal void Gather(History history)
    {
        foreach (var item in _items)
        {
            _placeOf[item] = 0;
        }

        _items.Clear();
        for (var part = 0; part < _parts.Models.Count; part++)
        {
            _parts.Models[part].Score(history, _scores);
            var count = TopList.Take(_scores, _best, _bestScores);
            var total = 0f;
            for (var n = 0; n < count; n++)
            {
                total += Math.Max(0, _bestScores[n]);
            }

            for (var n = 0; n < count && total > 0; n++)
            {
                var share = Math.Max(0, _bestScores[n]) / total;
                var row = RowOf(_best[n]);
                (row[part * 2], row[(part * 2) + 1]) = (share, MathF.Log(1 + (1000 * share)));
            }
        }

        for (var candidate = 0; candidate < _items.Count; candidate++)
        {
            var row = _values.AsSpan(candidate * Width, Width);
            var at = _parts.Models.Count * 2;
            (row[at], row[at + 1]) = (_parts.Popularity[_items[candidate]], _parts.Recent[_items[candidate]]);
            if (history.Items.LastIndexOf(_items[candidate]) is >= 0 and var place)
            {
                row[at + 2 + Math.Min(2, history.Items.Length - 1 - place)] = 1;
                row[at + 5] = MathF.Log(history.Strengths[place]);
            }
        }
    }

    Span<float> RowOf(int item)
    {
        if (_placeOf[item] == 0)
        {
            _items.Add(item);
            _placeOf[item] = _items.Count;
            if (_items.Count * Width > _values.Length)
            {
                Array.Resize(ref _values, _values.Length * 2);
            }

            _values.AsSpan((_items.Count - 1) * Width, Width).Clear();
        }

        return _values.AsSpan((_placeOf[item] - 1) * Width, Width);
    }
}
