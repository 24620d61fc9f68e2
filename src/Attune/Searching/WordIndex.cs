using System.Runtime.InteropServices;

namespace Attune.Searching;

/// <summary>Which items hold which word: an inverted index in memory that follows every write.</summary>
/// <remarks>
/// <para><b>Cost.</b> About 16 bytes a word of an item. A batch copies the list of each word that changes, once; an item whose
/// words did not change costs reading them.</para>
/// <para><b>Concurrency.</b> One writer at a time. Readers take no lock, and see each word's list before or after a batch.</para>
/// </remarks>
sealed class WordIndex
{
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly List<string> _added = [];

    // By ordinal, the writer's own: the numbers of its words, and what they were made from.
    int[][] _wordsOf = [];
    ulong[] _hashOf = [];
    volatile WordIndexView _view = WordIndexView.Empty;

    /// <summary>As it stands.</summary>
    public WordIndexView View => _view;

    /// <summary>Puts items in, anew or for the first time.</summary>
    /// <param name="items">Ordinals, each once, ascending.</param>
    /// <param name="read">Reads an item's words into the room that is given; none where it may not be found.</param>
    /// <param name="words">The room.</param>
    public void Put(IReadOnlyList<int> items, Action<int, ItemWords> read, ItemWords words)
    {
        var changes = new Dictionary<int, List<(int Item, float Weight)>>();
        var lengths = _view.Lengths;
        foreach (var item in items)
        {
            Reserve(item, ref lengths);
            read(item, words);
            var hash = HashOf(words);
            if (hash != _hashOf[item])
            {
                Change(item, words, changes);
                _view.Count(lengths[item], words.Length);
                (_hashOf[item], lengths[item]) = (hash, words.Length);
            }
        }

        var lists = _view.Lists;
        if (lists.Length < _numbers.Count)
        {
            Array.Resize(ref lists, Math.Max(_numbers.Count, lists.Length * 2));
        }

        foreach (var (word, changed) in changes)
        {
            Volatile.Write(ref lists[word], (lists[word] ?? Occurrences.None).With(changed));
        }

        _view = _view.With(lists, lengths, Vocabulary());
    }

    void Change(int item, ItemWords words, Dictionary<int, List<(int Item, float Weight)>> changes)
    {
        foreach (var word in _wordsOf[item])
        {
            // Overwritten below where the item still holds it.
            Note(changes, word, item, 0);
        }

        var numbers = new int[words.Weights.Count];
        var count = 0;
        foreach (var (word, weight) in words.Weights)
        {
            if (!_numbers.TryGetValue(word, out var number))
            {
                _numbers.Add(word, number = _numbers.Count);
                _added.Add(word);
            }

            numbers[count++] = number;
            Note(changes, number, item, weight);
        }

        _wordsOf[item] = numbers;
    }

    static void Note(Dictionary<int, List<(int Item, float Weight)>> changes, int word, int item, float weight)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(changes, word, out _);
        list ??= [];
        if (list.Count > 0 && list[^1].Item == item)
        {
            list[^1] = (item, weight);
        }
        else
        {
            list.Add((item, weight));
        }
    }

    Vocabulary Vocabulary()
    {
        if (_added.Count == 0)
        {
            return _view.Words;
        }

        var next = _view.Words.With(_added, _numbers);
        _added.Clear();
        return next;
    }

    void Reserve(int item, ref float[] lengths)
    {
        if (item >= lengths.Length)
        {
            var size = Math.Max(item + 1, Math.Max(1_024, lengths.Length * 2));
            Array.Resize(ref lengths, size);
            var before = _wordsOf.Length;
            Array.Resize(ref _wordsOf, size);
            Array.Resize(ref _hashOf, size);
            Array.Fill(_wordsOf, [], before, size - before);
        }
    }

    // Of no words it is 0, as of an item that was never put in.
    static ulong HashOf(ItemWords words)
    {
        var hash = 0UL;
        foreach (var (word, weight) in words.Weights)
        {
            // FNV-1a; added up, so that the order of the words says nothing.
            var one = 14_695_981_039_346_656_037UL ^ BitConverter.SingleToUInt32Bits(weight);
            foreach (var letter in word)
            {
                one = (one ^ letter) * 1_099_511_628_211UL;
            }

            hash += one | 1;
        }

        return hash;
    }
}
