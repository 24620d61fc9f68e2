using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Linear;

/// <summary>The linear model through the inverse of the whole Gram matrix: exact but for the cut to lists.</summary>
/// <remarks>
/// <b>Cost.</b> items³/2 multiply-adds, 2·items² bytes, and Σᵤ nᵤ²/2 multiply-adds for the Gram matrix.
/// </remarks>
static class ClosedForm
{
    const int RowsAtOnce = 32;

    internal static NeighborLists Train(WeightedItems items, LinearSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var matrix = new SymmetricMatrix(items.Items);
        Blocks.Run(
            items.Items,
            RowsAtOnce,
            settings.Threads,
            () => (Sums: new float[items.Items], Met: new int[items.Items + 1]),
            (scratch, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    var count = items.AddRow(item, scratch.Sums, scratch.Met);
                    scratch.Sums[item] += items.Penalty[item];
                    matrix.SetRow(item, scratch.Sums);
                    foreach (var met in scratch.Met.AsSpan(0, count))
                    {
                        scratch.Sums[met] = 0;
                    }

                    scratch.Sums[item] = 0;
                }
            },
            null,
            cancellation);

        if (!SymmetricInverse.TryInvert(matrix, settings.Threads, progress, cancellation))
        {
            throw new ArgumentException(
                $"The Gram matrix with a regularization of {settings.Regularization} is not positive definite in single precision; a larger one makes it so.");
        }

        return Lists(matrix, settings, cancellation);
    }

    static NeighborLists Lists(SymmetricMatrix inverse, LinearSettings settings, CancellationToken cancellation)
    {
        var (items, k) = (inverse.Size, settings.K);
        var neighbors = new int[checked(items * k)];
        var scores = new float[items * k];
        var diagonal = new float[items];
        for (var item = 0; item < items; item++)
        {
            diagonal[item] = inverse[item, item];
        }

        Blocks.Run(
            items,
            RowsAtOnce,
            settings.Threads,
            () => (Rows: new float[RowsAtOnce * items], Best: new BestNeighbors(k)),
            (scratch, from, to) =>
            {
                inverse.CopyRows(from, to - from, scratch.Rows);
                for (var item = from; item < to; item++)
                {
                    var row = scratch.Rows.AsSpan((item - from) * items, items);
                    scratch.Best.Clear();
                    for (var other = 0; other < items; other++)
                    {
                        var score = -row[other] / diagonal[other];
                        if (score > 0 && other != item)
                        {
                            scratch.Best.Offer(other, score);
                        }
                    }

                    var count = scratch.Best.Write(neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
                    neighbors.AsSpan((item * k) + count, k - count).Fill(-1);
                }
            },
            null,
            cancellation);
        return new NeighborLists(items, k, neighbors, scores);
    }
}
