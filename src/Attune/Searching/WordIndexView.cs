namespace Attune.Searching;

/// <summary>What a search reads: the words, the list of each, and how long items are.</summary>
sealed class WordIndexView(Occurrences?[] lists, float[] lengths, Vocabulary words)
{
    double _total;
    int _items;

    /// <summary>Nothing put in yet.</summary>
    public static WordIndexView Empty => new([], [], Vocabulary.Empty);

    /// <summary>By word number; may be longer than there are words.</summary>
    public Occurrences?[] Lists => lists;

    /// <summary>By ordinal: the sum of its words' weights; 0 where it is not in the index.</summary>
    public float[] Lengths => lengths;

    /// <summary>The words.</summary>
    public Vocabulary Words => words;

    /// <summary>How many items have words.</summary>
    public int Items => _items;

    /// <summary>Their mean length, above 0.</summary>
    public float MeanLength => _items == 0 ? 1 : (float)Math.Max(1e-3, _total / _items);

    /// <summary>Takes up that an item's length changed.</summary>
    internal void Count(float before, float after)
    {
        _items += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        _total += after - before;
    }

    internal WordIndexView With(Occurrences?[] nextLists, float[] nextLengths, Vocabulary nextWords) =>
        new(nextLists, nextLengths, nextWords) { _items = _items, _total = _total };
}
