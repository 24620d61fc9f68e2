using Attune.Learning.Neighbors;
using Attune.Learning.Parallelism;

namespace Attune.Learning.CoVisits;

/// <summary>Item-to-item lists of what is taken up near each other in time: windowed, decayed, directed co-visits.</summary>
/// <remarks>
/// <para><b>Computes.</b> c(i → j) = the sum over users, and over their pairs of events of i and j within the window, of the
/// weights of <see cref="CoVisitSettings"/>: in full where i came first, times <c>Backward</c> where j did. The score divides by
/// powers of how much both are taken up, and may ask that the pair be significant.</para>
/// <para><b>Source.</b> Windowed counts with a decaying gap are sequential rules (Ludewig and Jannach, "Evaluation of
/// session-based recommendation algorithms", UMUAI 2018) over whole histories; the discount is that of item-based top-N
/// (Deshpande and Karypis, TOIS 2004); the test is Dunning's (1993).</para>
/// <para><b>Cost.</b> O(events · window); a thread has 20 bytes an item of scratch. Counts are whole numbers: the same lists, bit
/// for bit, at any thread count, and the same as those of <see cref="CoVisitCounts"/>.</para>
/// <para><b>Order.</b> By falling score; equal scores by lower item index. An item is not its own neighbour.</para>
/// </remarks>
public static class CoVisitNeighbors
{
    const int ItemsPerBlock = 64;

    /// <summary>Makes the lists.</summary>
    /// <param name="events">Who took up what, in order.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work within a block of 64 items.</param>
    public static NeighborLists Train(
        UserEvents events, CoVisitSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        settings.Validate();
        var (items, k) = (events.Items, settings.K);
        var counting = new PairCounting(events, settings);
        var neighbors = new int[checked(items * k)];
        var scores = new float[items * k];
        Blocks.Run(
            items,
            ItemsPerBlock,
            settings.Threads,
            () => (Counts: new PairCounting.Scratch(items), Best: new BestNeighbors(k)),
            (scratch, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    counting.Count(item, scratch.Counts);
                    scratch.Best.Clear();
                    foreach (var other in scratch.Counts.Met.AsSpan(0, scratch.Counts.MetCount))
                    {
                        scratch.Best.Offer(other, counting.ScoreOf(item, other, scratch.Counts));
                    }

                    scratch.Counts.Clear();
                    Write(scratch.Best, neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
                }
            },
            progress,
            cancellation);
        return new NeighborLists(items, k, neighbors, scores);
    }

    internal static void Write(BestNeighbors best, Span<int> neighbors, Span<float> scores)
    {
        var count = best.Write(neighbors, scores);
        neighbors[count..].Fill(-1);
        scores[count..].Clear();
    }
}
