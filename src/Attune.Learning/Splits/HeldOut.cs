namespace Attune.Learning.Splits;

/// <summary>What a model is asked to find: for some rows of the histories, the items taken up later.</summary>
/// <remarks>A question is one such row; only rows with something to find have one. Questions go by ascending row.</remarks>
public sealed class HeldOut
{
    readonly int[] _rows;
    readonly int[] _groups;
    readonly int[] _starts;
    readonly int[] _items;

    HeldOut(int[] rows, int[] groups, int[] starts, int[] items) => (_rows, _groups, _starts, _items) = (rows, groups, starts, items);

    /// <summary>How many questions there are.</summary>
    public int Count => _rows.Length;

    /// <summary>The row of the histories a question is asked with.</summary>
    public int RowOf(int question) => _rows[question];

    /// <summary>
    /// What a question is drawn with when the data is resampled: questions of one group (the prefixes of one session) are not
    /// independent, and are drawn together. Consecutive from 0 and not falling.
    /// </summary>
    public int GroupOf(int question) => _groups[question];

    /// <summary>The items to find, by ascending index, no item twice, never empty.</summary>
    public ReadOnlySpan<int> RelevantOf(int question) => _items.AsSpan(_starts[question], _starts[question + 1] - _starts[question]);

    /// <summary>Makes questions of (row, item) pairs in any order; a pair given twice counts once.</summary>
    /// <param name="row">By pair: the row of the histories.</param>
    /// <param name="item">By pair: an item to find.</param>
    /// <param name="groupOfRow">The group of a row, not falling as rows rise; null where every row is its own.</param>
    public static HeldOut From(ReadOnlySpan<int> row, ReadOnlySpan<int> item, Func<int, int>? groupOfRow = null)
    {
        if (row.Length != item.Length)
        {
            throw new ArgumentException($"There are {row.Length} rows and {item.Length} items; they must match.", nameof(item));
        }

        var pairs = new long[row.Length];
        for (var n = 0; n < pairs.Length; n++)
        {
            pairs[n] = ((long)row[n] << 32) | (uint)item[n];
        }

        Array.Sort(pairs);
        var (rows, groups, starts, items) = (new List<int>(), new List<int>(), new List<int>(), new List<int>(pairs.Length));
        var (lastGroup, group) = (-1, -1);
        for (var n = 0; n < pairs.Length; n++)
        {
            if (n > 0 && pairs[n] == pairs[n - 1])
            {
                continue;
            }

            var owner = (int)(pairs[n] >> 32);
            if (rows.Count == 0 || rows[^1] != owner)
            {
                var itsGroup = groupOfRow?.Invoke(owner) ?? owner;
                group += itsGroup != lastGroup ? 1 : 0;
                lastGroup = itsGroup;
                rows.Add(owner);
                groups.Add(group);
                starts.Add(items.Count);
            }

            items.Add((int)pairs[n]);
        }

        starts.Add(items.Count);
        return new HeldOut([.. rows], [.. groups], [.. starts], [.. items]);
    }

    /// <summary>So many of the questions, drawn without replacement; all of them where there are no more. Their order and groups stay.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Of the draw.</param>
    public HeldOut Sample(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count >= Count)
        {
            return this;
        }

        // Selection sampling (Knuth, TAOCP 2, 3.4.2 S).
        var (random, lastGroup) = (new Random(seed), -1);
        var (rows, groups, starts, items) = (new int[count], new int[count], new int[count + 1], new List<int>());
        for (int question = 0, taken = 0; taken < count; question++)
        {
            if (random.NextDouble() * (Count - question) < count - taken)
            {
                rows[taken] = _rows[question];
                groups[taken] = taken == 0 ? 0 : groups[taken - 1] + (_groups[question] == lastGroup ? 0 : 1);
                items.AddRange(RelevantOf(question));
                lastGroup = _groups[question];
                starts[++taken] = items.Count;
            }
        }

        return new HeldOut(rows, groups, starts, [.. items]);
    }
}
