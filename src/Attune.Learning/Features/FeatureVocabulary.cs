using Attune.Learning.Matrices;

namespace Attune.Learning.Features;

/// <summary>The features worth a vector, and the items in terms of them.</summary>
/// <param name="Hashes">The features kept, ascending; <see cref="Feature.Always"/> among them.</param>
/// <param name="Items">Items × kept features.</param>
sealed record FeatureVocabulary(long[] Hashes, SparseMatrix Items)
{
    /// <summary>Keeps what enough items have, the features of the most items first, of equal ones the lower hash.</summary>
    /// <param name="items">By item its features.</param>
    /// <param name="settings">How many items are enough, and how many features are kept.</param>
    /// <exception cref="ArgumentException">A value is not finite, or a hash is that of <see cref="Feature.Always"/>.</exception>
    public static FeatureVocabulary Of(IReadOnlyList<Feature[]> items, FeatureMapSettings settings)
    {
        var counts = new Dictionary<long, int>();
        foreach (var features in items)
        {
            foreach (var hash in features.Select(feature => feature.Hash).Distinct())
            {
                counts[hash] = counts.GetValueOrDefault(hash) + 1;
            }
        }

        if (counts.ContainsKey(Feature.Always))
        {
            throw new ArgumentException($"A feature has the hash {Feature.Always}, which stands for what all items have.", nameof(items));
        }

        long[] hashes =
        [
            Feature.Always,
            .. counts.Where(pair => pair.Value >= settings.FewestItems)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
                .Take(settings.MostFeatures).Select(pair => pair.Key),
        ];
        Array.Sort(hashes);
        return new(hashes, Matrix(items, hashes));
    }

    static SparseMatrix Matrix(IReadOnlyList<Feature[]> items, long[] hashes)
    {
        var (rows, columns, values) = (new List<int>(), new List<int>(), new List<float>());
        var always = Array.BinarySearch(hashes, Feature.Always);
        for (var item = 0; item < items.Count; item++)
        {
            foreach (var feature in items[item])
            {
                var column = Array.BinarySearch(hashes, feature.Hash);
                if (column >= 0)
                {
                    rows.Add(item);
                    columns.Add(column);
                    values.Add(feature.Value);
                }
            }

            rows.Add(item);
            columns.Add(always);
            values.Add(1);
        }

        return SparseMatrix.FromTriples(items.Count, hashes.Length, [.. rows], [.. columns], [.. values]);
    }
}
