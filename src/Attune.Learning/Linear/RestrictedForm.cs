using Attune.Learning.Matrices;
using Attune.Learning.Neighbors;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Linear;

/// <summary>The linear model with every item explained by few: a small system for each instead of one inverse for all.</summary>
/// <remarks>
/// <para><b>Computes.</b> For item j, S being the m items i with the largest Gᵢⱼ² / (Gᵢᵢ + λᵢ), which is what i alone explains of j:
/// B_Sj = (G_SS + Λ_S)⁻¹ G_Sj. With S all other items that is the closed form.</para>
/// <para><b>Cost.</b> An item: m³/6 multiply-adds, and a visit of every interaction of its m items. Items are independent.
/// Memory: 8·m bytes an item, and a thread 4·m² and 8 bytes an item and user.</para>
/// </remarks>
static class RestrictedForm
{
    const int ItemsPerBlock = 16;

    internal static NeighborLists Train(WeightedItems items, LinearSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (count, m) = (items.Items, Math.Min(settings.Candidates, Math.Max(1, items.Items - 1)));
        var sources = new int[checked(count * m)];
        var coefficients = new float[count * m];
        Blocks.Run(
            count,
            ItemsPerBlock,
            settings.Threads,
            () => new LocalSystem(items, m),
            (system, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    system.Explain(item, sources.AsSpan(item * m, m), coefficients.AsSpan(item * m, m));
                }
            },
            progress,
            cancellation);
        return BySource(count, m, sources, coefficients, settings, cancellation);
    }

    /// <summary>From what explains an item to what an item explains.</summary>
    static NeighborLists BySource(int count, int m, int[] sources, float[] coefficients, LinearSettings settings, CancellationToken cancellation)
    {
        var k = settings.K;
        var order = CountingSort.Order(sources, count);
        var starts = new int[count + 1];
        foreach (var source in sources)
        {
            starts[source + 1]++;
        }

        for (var item = 0; item < count; item++)
        {
            starts[item + 1] += starts[item];
        }

        var neighbors = new int[checked(count * k)];
        var scores = new float[count * k];
        Blocks.Run(
            count,
            ItemsPerBlock,
            settings.Threads,
            () => new BestNeighbors(k),
            (best, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    best.Clear();
                    foreach (var entry in order.AsSpan(starts[item]..starts[item + 1]))
                    {
                        if (coefficients[entry] > 0)
                        {
                            best.Offer(entry / m, coefficients[entry]);
                        }
                    }

                    var found = best.Write(neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
                    neighbors.AsSpan((item * k) + found, k - found).Fill(-1);
                }
            },
            null,
            cancellation);
        return new NeighborLists(count, k, neighbors, scores);
    }
}
