namespace Attune.Learning.Metrics;

/// <summary>Reciprocal rank at k; its mean over users is MRR@k.</summary>
/// <remarks>
/// <para>RR@k = 1 / (rank of the first hit), in [1/k, 1]; 0 where none of the first k ranks is a hit.</para>
/// <para><b>Source.</b> Voorhees, "The TREC-8 question answering track report", 1999; cut at k as in session-based
/// recommendation (Hidasi et al., ICLR 2016).</para>
/// </remarks>
public static class ReciprocalRank
{
    /// <summary>Returns RR@k; 0 for an empty list.</summary>
    public static double At(int k, RankedHits list)
    {
        var place = list.First(k).IndexOf(true);
        return place < 0 ? 0 : 1.0 / (place + 1);
    }
}
