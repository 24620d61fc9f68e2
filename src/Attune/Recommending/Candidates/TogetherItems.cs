using Attune.Live;

namespace Attune.Recommending.Candidates;

/// <summary>Items taken up together with the recent ones, as the stream has shown since: Σ attention · co-visits, discounted by
/// how much each of the two is taken up at all.</summary>
/// <remarks>A pair scores w / (√(cᵢ · cⱼ) + shrinkage), a cosine that few co-visits cannot bring near 1; c is the item's
/// trending count at the longest half-life, all at the stream's latest instant.</remarks>
static class TogetherItems
{
    public static void Find(
        Overlay overlay, ReadOnlySpan<int> seeds, ReadOnlySpan<float> attention, float shrinkage, AllowedItems allowed, ItemScores scores)
    {
        var most = overlay.Together.MostPartners;
        Span<int> partners = stackalloc int[most];
        Span<float> weights = stackalloc float[most];
        for (var i = 0; i < seeds.Length; i++)
        {
            var count = Read(overlay, seeds[i], shrinkage, partners, weights);
            for (var p = 0; p < count; p++)
            {
                if (allowed.Contains(partners[p]))
                {
                    scores.Add(partners[p], attention[i] * weights[p]);
                }
            }
        }
    }

    /// <summary>An item's partners and the scores of the pairs.</summary>
    public static int Read(Overlay overlay, int item, float shrinkage, Span<int> partners, Span<float> weights)
    {
        var latest = overlay.Latest;
        var counts = overlay.Trending.Views[^1];
        var scale = (float)counts.ScaleAt(latest);
        var own = counts.Of(item) * scale;
        var found = overlay.Together.Read(item, latest, partners, weights);
        for (var p = 0; p < found; p++)
        {
            weights[p] /= MathF.Sqrt(own * counts.Of(partners[p]) * scale) + shrinkage + 1e-9f;
        }

        return found;
    }
}
