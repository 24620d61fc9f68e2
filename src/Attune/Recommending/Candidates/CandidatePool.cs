using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>The candidates of one answer, each with the part every source gave it.</summary>
sealed class CandidatePool
{
    // By ordinal: the candidate's place plus one; 0 where it is none.
    int[] _placeOf = [];
    int[] _items = new int[256];
    float[] _parts = new float[256 * CandidateSources.Count];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    public ReadOnlySpan<float> PartsAt(int place) => _parts.AsSpan(place * CandidateSources.Count, CandidateSources.Count);

    /// <summary>Empties it and makes room for ordinals below <paramref name="items"/>.</summary>
    public void Reset(int items)
    {
        foreach (var item in Items)
        {
            _placeOf[item] = 0;
        }

        Count = 0;
        if (_placeOf.Length < items)
        {
            _placeOf = new int[items + (items / 4)];
        }
    }

    /// <summary>The candidate's place, or −1 where the item is none.</summary>
    public int PlaceOf(int item) => _placeOf[item] - 1;

    /// <summary>
    /// Takes up what a source found: each score divided by the source's best, times the source's weight. Dividing by the
    /// best keeps how far apart a source's items are, which ranks alone would lose; a convex combination of scores so
    /// normalised did better than reciprocal ranks in Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid
    /// Retrieval", TOIS 2023.
    /// </summary>
    public void Add(CandidateSource source, ReadOnlySpan<ScoredItem> found, float weight)
    {
        if (found.IsEmpty || !(found[0].Score > 0) || !(weight > 0))
        {
            return;
        }

        // Divided first: the best may be so small that weight over it would be infinite.
        var best = found[0].Score;
        foreach (var item in found)
        {
            if (item.Score > 0)
            {
                // The place first: finding it may make the arrays anew.
                var place = Place(item.Item);
                _parts[(place * CandidateSources.Count) + (int)source] += item.Score / best * weight;
            }
        }
    }

    /// <summary>Takes up a candidate as it was: what each source gave it.</summary>
    public void Put(int item, ReadOnlySpan<float> parts)
    {
        var place = Place(item);
        parts.CopyTo(_parts.AsSpan(place * CandidateSources.Count, CandidateSources.Count));
    }

    int Place(int item)
    {
        if (_placeOf[item] > 0)
        {
            return _placeOf[item] - 1;
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
            Array.Resize(ref _parts, Count * 2 * CandidateSources.Count);
        }

        _items[Count] = item;
        _parts.AsSpan(Count * CandidateSources.Count, CandidateSources.Count).Clear();
        _placeOf[item] = Count + 1;
        return Count++;
    }
}
