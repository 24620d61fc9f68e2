namespace Attune.Learning.Metrics;

/// <summary>Hit at k; its mean over users is the hit rate HR@k.</summary>
/// <remarks>
/// <para>1 where any of the first k ranks is a hit, otherwise 0. With one relevant item it equals Recall@k, and is what
/// session-based work also calls P@k.</para>
/// <para><b>Source.</b> Deshpande and Karypis, "Item-based top-N recommendation algorithms", TOIS 22(1), 2004.</para>
/// </remarks>
public static class HitRate
{
    /// <summary>Returns 0 or 1; 0 for an empty list.</summary>
    public static double At(int k, RankedHits list) => list.First(k).Contains(true) ? 1 : 0;
}
