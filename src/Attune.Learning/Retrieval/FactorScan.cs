using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Learning.Retrieval;

/// <summary>The exact best items: all are scanned that can be among them, the longest vectors first.</summary>
/// <remarks>
/// <para><b>How.</b> Items lie in order of falling length in <see cref="QuantizedBlocks"/>. A score is at most the product of the two
/// lengths, so that the scan ends where that is below the worst of the best so far; until there a block is bounded by a
/// quarter of its coordinates, then by all of them at one byte each, and only what is left is scored.</para>
/// <para><b>Source.</b> Teflioudi, Gemulla, Mykytiuk, "LEMP", SIGMOD 2015 (order by length); Li, Chan, Yiu, Mamoulis, "FEXIPRO", SIGMOD 2017
/// (principal axes, whole numbers, bounds in steps).</para>
/// <para><b>Memory.</b> factors + 12 bytes a place beside the model.</para>
/// </remarks>
public sealed class FactorScan : ItemIndex
{
    readonly QuantizedBlocks _blocks;

    /// <summary>Scans with every item at the place of its row.</summary>
    public FactorScan(ItemFactors factors)
        : this(factors, [], factors?.Items ?? 0)
    {
    }

    /// <summary>Scans with row r at place <c>places[r]</c>.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="places">A place for each row, each at most once; −1 leaves the row out; empty: place = row.</param>
    /// <param name="size">One more than the largest place.</param>
    /// <param name="threads">To build with; 0 (default) = all processors.</param>
    /// <param name="cancellation">Ends the building.</param>
    /// <exception cref="ArgumentException">A place is outside or given twice, their number is not that of the rows, or a vector is not finite.</exception>
    public FactorScan(
        ItemFactors factors, ReadOnlySpan<int> places, int size, int threads = 0, CancellationToken cancellation = default)
        : base(factors, places, size)
    {
        var order = ByLength();
        var slots = new int[(order.Length + QuantizedProducts.BlockItems - 1) / QuantizedProducts.BlockItems * QuantizedProducts.BlockItems];
        Array.Fill(slots, -1);
        order.CopyTo(slots, 0);
        _blocks = new QuantizedBlocks(factors, RowOf, slots, new PrincipalBasis(factors), threads, cancellation);
    }

    /// <inheritdoc/>
    public override double Recall => 1;

    /// <summary>Where a sixteenth is allowed, the filter prunes more than the bounds do.</summary>
    protected private override int FewAllowed => Math.Max(256, Items / 16);

    internal override void Explore(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, double share, scoped ref BestItems kept)
    {
        Span<float> turned = stackalloc float[user.Length];
        Span<sbyte> levels = stackalloc sbyte[_blocks.UserBytes];
        var quantized = _blocks.Quantize(user, turned, levels);
        _blocks.Search(0, _blocks.Count, quantized, allowed, share < NarrowShare, ref kept);
    }
}
