namespace Attune.Learning.Metrics;

/// <summary>Recall at k: the share of the relevant items that the first k ranks hold.</summary>
/// <remarks>
/// <para>Recall@k = hits in ranks 1..k / |relevant|, in [0, 1]. A user with more than k relevant items cannot reach 1.</para>
/// <para><b>Source.</b> As in LightGCN (He et al., SIGIR 2020) and its line of work. Others (Liang et al., WWW 2018) divide by
/// min(k, |relevant|): their figures are higher and do not compare.</para>
/// </remarks>
public static class Recall
{
    /// <summary>Returns Recall@k; 0 for an empty list.</summary>
    public static double At(int k, RankedHits list) => (double)list.CountAt(k) / list.Relevant;
}
