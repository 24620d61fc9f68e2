using Attune.Learning.Neighbors;
using Attune.Learning.Parallelism;

namespace Attune.Learning.CoVisits;

/// <summary>Item-to-item lists of what goes with an item, rather than instead of it.</summary>
/// <remarks>
/// <para><b>Computes.</b> s(i → j) = b · b / (b + λ v), where b is the score of i and j in one basket and v that of their being
/// looked at together, both of <see cref="CoVisitNeighbors"/>. Whoever chooses between two things looks at both and buys one: v is
/// far above b, and the share b / (b + λ v) is near 0. What is bought together without being compared keeps all of b. Without views
/// s = b.</para>
/// <para><b>Source.</b> Also viewed are substitutes, also bought are complements: McAuley, Pandey and Leskovec, "Inferring networks
/// of substitutable and complementary products", KDD 2015. The share is our own.</para>
/// <para><b>Order, cost, threads.</b> As <see cref="CoVisitNeighbors"/>, with both kinds of pairs counted.</para>
/// </remarks>
public static class Complements
{
    const int ItemsPerBlock = 64;

    /// <summary>Makes the lists.</summary>
    /// <param name="events">Who took up what, in order; kinds tell purchases from views.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work within a block of 64 items.</param>
    public static NeighborLists Train(
        UserEvents events, ComplementSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        settings.Validate();
        var (items, k) = (events.Items, settings.K);
        var (bought, viewed) = (new PairCounting(events, settings.Bought), new PairCounting(events, settings.Viewed));
        var neighbors = new int[checked(items * k)];
        var scores = new float[items * k];
        Blocks.Run(
            items,
            ItemsPerBlock,
            settings.Threads,
            () => (Bought: new PairCounting.Scratch(items), Viewed: new PairCounting.Scratch(items), Best: new BestNeighbors(k)),
            (scratch, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    bought.Count(item, scratch.Bought);
                    viewed.Count(item, scratch.Viewed);
                    scratch.Best.Clear();
                    foreach (var other in scratch.Bought.Met.AsSpan(0, scratch.Bought.MetCount))
                    {
                        var together = bought.ScoreOf(item, other, scratch.Bought);
                        var compared = viewed.ScoreOf(item, other, scratch.Viewed);
                        scratch.Best.Offer(other, Discounted(together, compared, settings.Substitution));
                    }

                    scratch.Bought.Clear();
                    scratch.Viewed.Clear();
                    CoVisitNeighbors.Write(scratch.Best, neighbors.AsSpan(item * k, k), scores.AsSpan(item * k, k));
                }
            },
            progress,
            cancellation);
        return new NeighborLists(items, k, neighbors, scores);
    }

    /// <summary>b · b / (b + λ v); 0 where b is 0.</summary>
    /// <param name="together">b, 0 or more: how much two items are bought together.</param>
    /// <param name="compared">v, 0 or more: how much they are looked at together, on the same scale.</param>
    /// <param name="substitution">λ, 0 or more.</param>
    public static float Discounted(float together, float compared, double substitution) =>
        together > 0 ? (float)(together * together / (together + (substitution * compared))) : 0;
}
