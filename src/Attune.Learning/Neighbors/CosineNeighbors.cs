using Attune.Learning.Matrices;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Neighbors;

/// <summary>Item-to-item lists by the cosine of co-occurrence, with shrinkage and discounts.</summary>
/// <remarks>
/// <para><b>Computes.</b> With xᵤᵢ = strength^StrengthExponent and w_u = |items of u|^−UserExponent:
/// c(i, j) = Σᵤ w_u xᵤᵢ xᵤⱼ and s(i → j) = c(i, j) / (c(i, i)^SourceExponent · c(j, j)^TargetExponent + Shrinkage).
/// With the exponents 0, ½, ½ and 1 that is the cosine of the two items' columns, shrunk.</para>
/// <para><b>Source.</b> Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001; the shrinkage
/// of Bell and Koren, ICDM 2007. UserExponent 1 with exponents below 1 is the weighting of the three-step random walk
/// RP3beta (Paudel et al., TiiS 2017).</para>
/// <para><b>Order.</b> By falling score; equal scores by lower item index. An item is not its own neighbour.</para>
/// <para><b>Cost.</b> O(Σᵤ nᵤ²) multiply-adds; a thread has 8 bytes an item of scratch. Items are independent, and each sums
/// over its users in ascending order: the same lists, bit for bit, at any thread count.</para>
/// </remarks>
public static class CosineNeighbors
{
    const int ItemsPerBlock = 64;

    /// <summary>Makes the lists.</summary>
    /// <param name="userItem">Users × items, values are strengths above 0.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work within a block of 64 items.</param>
    public static NeighborLists Train(
        SparseMatrix userItem, NeighborSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        settings.Validate();
        var (items, k) = (userItem.Columns, settings.K);
        var itemUser = userItem.Transpose();
        var work = new CoOccurrence(userItem, itemUser, settings);
        var neighbors = new int[checked(items * k)];
        var scores = new float[items * k];

        Blocks.Run(
            items,
            ItemsPerBlock,
            settings.Threads,
            () => new CoOccurrence.Scratch(items, k),
            (scratch, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    work.Accumulate(item, scratch);
                    work.TakeBest(item, scratch, neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
                }
            },
            progress,
            cancellation);

        return new NeighborLists(items, k, neighbors, scores);
    }
}
