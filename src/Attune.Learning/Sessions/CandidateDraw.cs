using System.Runtime.InteropServices;

namespace Attune.Learning.Sessions;

/// <summary>Draws the items a batch is held against, so that sums over them stand for sums over all items.</summary>
/// <remarks>
/// Item j is drawn on its own with probability πⱼ, higher for popular items, and counts 1 / πⱼ: the estimate of a sum over all
/// items is unbiased (Horvitz and Thompson, JASA 1952). The items to be found are always there, for their own rows with weight
/// 1. Where as many are wanted as there are, all are drawn: that is the exact softmax.
/// </remarks>
sealed class CandidateDraw
{
    readonly float[] _chance;
    readonly int[] _placeOf;
    readonly List<int> _items = [];
    readonly List<float> _offsets = [];

    /// <summary>A draw of so many items on average.</summary>
    internal CandidateDraw(Sequences sequences, int items, int wanted)
    {
        _placeOf = new int[items];
        Array.Fill(_placeOf, -1);
        var popularity = new double[items];
        foreach (var item in sequences.Items)
        {
            popularity[item]++;
        }

        // Half of the draw is even, half goes by the root of popularity.
        var (roots, even) = (Array.ConvertAll(popularity, Math.Sqrt), wanted / 2.0 / Math.Max(1, items));
        var all = roots.Sum();
        _chance = wanted >= items
            ? [.. roots.Select(_ => 1f)]
            : [.. roots.Select(root => (float)Math.Min(1, even + (wanted / 2.0 * root / all)))];
    }

    /// <summary>The items drawn, those to be found among them.</summary>
    internal ReadOnlySpan<int> Items => CollectionsMarshal.AsSpan(_items);

    /// <summary>By place in <see cref="Items"/>: what is added to scores, −ln π; −∞ for an item that is there only to be found.</summary>
    internal ReadOnlySpan<float> Offsets => CollectionsMarshal.AsSpan(_offsets);

    /// <summary>Where an item lies in <see cref="Items"/>.</summary>
    internal int PlaceOf(int item) => _placeOf[item];

    /// <summary>Draws for a batch.</summary>
    internal void Draw(SplitMix random, ReadOnlySpan<int> wanted)
    {
        foreach (var item in _items)
        {
            _placeOf[item] = -1;
        }

        _items.Clear();
        _offsets.Clear();
        for (var item = 0; item < _chance.Length; item++)
        {
            if (_chance[item] >= 1 || random.NextFloat() < _chance[item])
            {
                Add(item, -MathF.Log(_chance[item]));
            }
        }

        foreach (var item in wanted)
        {
            if (_placeOf[item] < 0)
            {
                Add(item, float.NegativeInfinity);
            }
        }
    }

    void Add(int item, float offset)
    {
        _placeOf[item] = _items.Count;
        _items.Add(item);
        _offsets.Add(offset);
    }
}
