namespace Attune.Learning.Metrics;

/// <summary>Normalized discounted cumulative gain at k, with binary relevance.</summary>
/// <remarks>
/// <para>NDCG@k = DCG@k / IDCG@k, in [0, 1], where DCG@k = Σ over the hits at ranks r ≤ k of 1 / log₂(r + 1), and IDCG@k is the
/// DCG of a list with min(k, |relevant|) hits first.</para>
/// <para><b>Source.</b> Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 20(4), 2002, but with
/// the discount log₂(r + 1) now usual; theirs divides by log₂ r from rank 2 on, so that ranks 1 and 2 weigh the same.</para>
/// </remarks>
public static class Ndcg
{
    /// <summary>Returns NDCG@k; 0 for an empty list.</summary>
    public static double At(int k, RankedHits list)
    {
        var hits = list.First(k);
        var gained = 0.0;
        for (var place = 0; place < hits.Length; place++)
        {
            gained += hits[place] ? Discount(place + 1) : 0;
        }

        var ideal = 0.0;
        for (var rank = 1; rank <= Math.Min(k, list.Relevant); rank++)
        {
            ideal += Discount(rank);
        }

        return gained / ideal;
    }

    static double Discount(int rank) => 1 / Math.Log2(rank + 1);
}
