using Attune.Generations;

namespace Attune.Recommending.Candidates;

/// <summary>Items like the ones taken up lately, by the generation's neighbour lists: Σ attention · neighbour score.</summary>
static class SimilarItems
{
    public static void Find(
        Generation generation, ReadOnlySpan<int> seeds, ReadOnlySpan<float> attention, AllowedItems allowed, ItemScores scores)
    {
        for (var i = 0; i < seeds.Length; i++)
        {
            var row = generation.RowOf(seeds[i]);
            if (row < 0)
            {
                continue;
            }

            var neighbors = generation.NeighborRows(row);
            var similarities = generation.NeighborScores(row);
            for (var n = 0; n < neighbors.Length; n++)
            {
                var item = generation.OrdinalOf(neighbors[n]);
                if (allowed.Contains(item))
                {
                    scores.Add(item, attention[i] * similarities[n]);
                }
            }
        }
    }
}
