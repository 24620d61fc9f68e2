using Attune.Learning.Factors;
using Attune.Recommending.Candidates;

namespace Attune.Searching;

/// <summary>Scores items by the words they hold: BM25, one a thread, used again.</summary>
/// <remarks>
/// <para><b>Computes.</b> Σ over the words typed of idf · max over what each stands for of factor · w (k₁ + 1) / (w + k₁ (1 − b + b · length / mean
/// length)), times (words matched / words typed)². w is the word's weight in the item, summed over its properties. idf is
/// ln(1 + (N − n + ½) / (n + ½)), n the items that match the word typed by anything it stands for: so a rare word that only begins like
/// it is worth no more than the word itself.</para>
/// <para><b>Source.</b> Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; weights of
/// properties inside the saturation as in their BM25F, with one length for the whole item.</para>
/// </remarks>
sealed class TextScores
{
    const float K1 = 1.2f;
    const float B = 0.75f;

    [ThreadStatic]
    static TextScores? Own;

    float[] _total = [];
    float[] _word = [];
    byte[] _matched = [];
    int[] _touched = [];
    int[] _touchedByWord = [];
    int _count;

    /// <summary>This thread's.</summary>
    public static TextScores OfThread => Own ??= new TextScores();

    /// <summary>The best of the allowed items, best first.</summary>
    public ReadOnlySpan<ScoredItem> Find(TextQuery query, WordIndexView index, AllowedItems allowed, Span<ScoredItem> room)
    {
        Reserve(allowed.Size);
        foreach (var group in query.Groups)
        {
            AddWord(group, index, allowed);
        }

        var best = new BestItems(room);
        for (var n = 0; n < _count; n++)
        {
            var item = _touched[n];
            var share = (float)_matched[item] / query.Groups.Count;
            best.Offer(item, _total[item] * share * share);
            (_total[item], _matched[item]) = (0, 0);
        }

        _count = 0;
        return best.InOrder();
    }

    void AddWord((int Number, float Factor)[] group, WordIndexView index, AllowedItems allowed)
    {
        var (lengths, mean, matches) = (index.Lengths, index.MeanLength, 0);
        foreach (var (number, factor) in group)
        {
            var list = number < index.Lists.Length ? Volatile.Read(ref index.Lists[number]) ?? Occurrences.None : Occurrences.None;
            for (var n = 0; n < list.Items.Length; n++)
            {
                var item = list.Items[n];
                if (!allowed.Contains(item))
                {
                    continue;
                }

                if (_word[item] == 0)
                {
                    _touchedByWord[matches++] = item;
                }

                var weight = list.Weights[n];
                var length = item < lengths.Length ? lengths[item] : mean;
                var score = factor * weight * (K1 + 1) / (weight + (K1 * (1 - B + (B * length / mean))));
                _word[item] = Math.Max(_word[item], score);
            }
        }

        var idf = MathF.Log(1 + ((Math.Max(index.Items, matches) - matches + 0.5f) / (matches + 0.5f)));
        for (var n = 0; n < matches; n++)
        {
            var item = _touchedByWord[n];
            if (_matched[item] == 0)
            {
                _touched[_count++] = item;
            }

            _total[item] += _word[item] * idf;
            _matched[item]++;
            _word[item] = 0;
        }
    }

    void Reserve(int items)
    {
        if (_total.Length < items)
        {
            var size = items + (items / 4);
            (_total, _word, _matched, _touched, _touchedByWord) = (new float[size], new float[size], new byte[size], new int[size], new int[size]);
        }
    }
}
