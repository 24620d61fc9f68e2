namespace Attune.Learning.Splits;

/// <summary>The histories of many users, or of many prefixes of sessions, row by row.</summary>
/// <remarks>
/// <b>Layout.</b> A row holds each item once. Items seen without a sign of liking (summed strength 0) come first: they are
/// <see cref="SeenOf"/>, but not <see cref="Of"/>. The others follow by ascending time of their last interaction.
/// </remarks>
public sealed class Histories
{
    readonly int[] _starts;
    readonly int[] _likedStarts;
    readonly int[] _items;
    readonly float[] _strengths;
    readonly long[] _times;

    Histories(int[] starts, int[] likedStarts, int[] items, float[] strengths, long[] times) =>
        (_starts, _likedStarts, _items, _strengths, _times) = (starts, likedStarts, items, strengths, times);

    /// <summary>How many rows there are.</summary>
    public int Rows => _likedStarts.Length;

    /// <summary>The history of a row, for a model to be asked with; may be empty.</summary>
    public History Of(int row)
    {
        var (start, length) = (_likedStarts[row], _starts[row + 1] - _likedStarts[row]);
        return new History(_items.AsSpan(start, length), _strengths.AsSpan(start, length), _times.AsSpan(start, length));
    }

    /// <summary>Every item the row has met, liked or not, in no stated order.</summary>
    public ReadOnlySpan<int> SeenOf(int row) => _items.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>One row per user of the data set.</summary>
    public static Histories From(Interactions interactions)
    {
        var starts = new int[interactions.Users + 1];
        foreach (var user in interactions.User.Span)
        {
            starts[user + 1]++;
        }

        for (var user = 0; user < interactions.Users; user++)
        {
            starts[user + 1] += starts[user];
        }

        // Stable: within a user the order of time is kept.
        var places = new int[interactions.Count];
        var next = starts.AsSpan(0, interactions.Users).ToArray();
        for (var n = 0; n < places.Length; n++)
        {
            places[next[interactions.User.Span[n]]++] = n;
        }

        var item = interactions.Item.Span;
        var strength = interactions.Strength.Span;
        var time = interactions.Time.Span;
        var rows = new HistoryRows(interactions.Users, interactions.Count);
        for (var user = 0; user < interactions.Users; user++)
        {
            foreach (var place in places.AsSpan(starts[user]..starts[user + 1]))
            {
                rows.Add(item[place], strength[place], time[place]);
            }

            rows.EndRow();
        }

        return rows.Build();
    }

    /// <summary>Collects rows one after the other.</summary>
    internal sealed class HistoryRows(int rows, int interactions)
    {
        readonly List<int> _starts = new(rows + 1) { 0 };
        readonly List<int> _likedStarts = new(rows);
        readonly List<int> _items = new(interactions);
        readonly List<float> _strengths = new(interactions);
        readonly List<long> _times = new(interactions);
        readonly List<(int Item, float Strength, long Time)> _row = [];
        readonly Dictionary<int, int> _placeOf = [];

        internal void Add(int item, float strength, long time)
        {
            if (_placeOf.TryGetValue(item, out var place))
            {
                strength += _row[place].Strength;
                _row[place] = _row[place] with { Item = -1 };
            }

            _placeOf[item] = _row.Count;
            _row.Add((item, strength, time));
        }

        internal void EndRow()
        {
            AddWhere(liked: false);
            _likedStarts.Add(_items.Count);
            AddWhere(liked: true);
            _starts.Add(_items.Count);
            _row.Clear();
            _placeOf.Clear();
        }

        internal Histories Build() =>
            new([.. _starts], [.. _likedStarts], [.. _items], [.. _strengths], [.. _times]);

        void AddWhere(bool liked)
        {
            foreach (var (item, strength, time) in _row)
            {
                if (item >= 0 && strength > 0 == liked)
                {
                    _items.Add(item);
                    _strengths.Add(strength);
                    _times.Add(time);
                }
            }
        }
    }
}
