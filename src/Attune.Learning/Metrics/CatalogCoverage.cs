using System.Numerics;

namespace Attune.Learning.Metrics;

/// <summary>Catalog coverage at k: the share of all items that appear in at least one user's first k ranks.</summary>
/// <remarks>
/// <para>In [0, 1]; bounded by users · k / items, so that figures compare only over the same users and items.</para>
/// <para><b>Source.</b> Ge, Delgado-Battenfeld, Jannach, "Beyond accuracy", RecSys 2010 (catalog coverage).</para>
/// <para>Collects lists one by one; collectors of several threads are merged. Not safe for several threads itself.</para>
/// </remarks>
public sealed class CatalogCoverage(int items)
{
    readonly ulong[] _met = new ulong[(items + 63) / 64];

    /// <summary>Takes the first k items of one list.</summary>
    public void Add(ReadOnlySpan<int> ranked)
    {
        foreach (var item in ranked)
        {
            _met[item >> 6] |= 1UL << (item & 63);
        }
    }

    /// <summary>Takes all that another collector has.</summary>
    public void Add(CatalogCoverage other)
    {
        for (var word = 0; word < _met.Length; word++)
        {
            _met[word] |= other._met[word];
        }
    }

    /// <summary>The share so far; 0 where there are no items.</summary>
    public double Value => items == 0 ? 0 : (double)_met.Sum(word => BitOperations.PopCount(word)) / items;
}
