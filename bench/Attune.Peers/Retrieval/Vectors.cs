using Attune.Learning.Factors;
using Attune.Learning.Matrices;
using Attune.Learning.Retrieval;

namespace Attune.Peers.Retrieval;

/// <summary>Items' vectors, users' vectors to ask with, and what is exactly right.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Items">The items.</param>
/// <param name="Queries">Users' vectors, one after the other.</param>
/// <param name="Sample">Other users' vectors, to build an index by.</param>
sealed record Vectors(string Name, ItemFactors Items, float[] Queries, float[] Sample)
{
    const int SampleSize = 400;

    HashSet<long>[]? _truth;

    /// <summary>How many queries there are.</summary>
    internal int Count => Queries.Length / Items.Factors;

    /// <summary>iALS trained on gowalla, users folded in from their histories.</summary>
    internal static Vectors Gowalla(SparseMatrix train, int factors, int queries)
    {
        var settings = new IalsSettings { Factors = factors, UnobservedWeight = 0.015f };
        var items = Ials.Train(train, settings, null, CancellationToken.None);
        var foldIn = new FoldIn(items);
        var users = new float[(queries + SampleSize) * factors];
        for (var n = 0; n < queries + SampleSize; n++)
        {
            var user = (int)((long)n * train.Rows / (queries + SampleSize));
            foldIn.Solve(train.ColumnsOf(user), train.ValuesOf(user), users.AsSpan(n * factors, factors));
        }

        return Split("gowalla, iALS", items, users, queries);
    }

    /// <summary>
    /// Like a factor model's: coordinates fall off as (j + 1)^−0.4, items scatter as widely about directions of taste as these do
    /// about each other, some tastes have many items and most few, lengths are log-normal (σ 0.4). A user has three tastes.
    /// </summary>
    internal static Vectors Synthetic(int items, int factors, int queries)
    {
        var tastes = Math.Max(50, items / 500);
        var random = new Random(items + factors);
        var directions = Enumerable.Range(0, tastes * factors).Select(_ => Normal(random)).ToArray();
        int Taste() => (int)(tastes * Math.Pow(random.NextDouble(), 2));
        double Decay(int j) => Math.Pow(j + 1, -0.4);

        var values = new float[items * factors];
        for (var item = 0; item < items; item++)
        {
            var (taste, length) = (Taste(), Math.Exp(0.4 * Normal(random)));
            for (var j = 0; j < factors; j++)
            {
                values[(item * factors) + j] = (float)(length * Decay(j) * (directions[(taste * factors) + j] + Normal(random)));
            }
        }

        var users = new float[(queries + SampleSize) * factors];
        for (var user = 0; user < queries + SampleSize; user++)
        {
            for (var n = 1; n <= 3; n++)
            {
                var taste = Taste();
                for (var j = 0; j < factors; j++)
                {
                    users[(user * factors) + j] += (float)(Decay(j) * (directions[(taste * factors) + j] + (0.5 * Normal(random))) / n);
                }
            }
        }

        return Split("synthetic", new ItemFactors(items, factors, values, new float[factors * factors], 0.1f, 0.1f), users, queries);
    }

    /// <summary>The share of the exact best that was found.</summary>
    internal double Recall(long[] found, int wanted)
    {
        _truth ??= Truth(wanted);
        return (double)Enumerable.Range(0, found.Length).Count(n => _truth[n / wanted].Contains(found[n])) / found.Length;
    }

    HashSet<long>[] Truth(int wanted)
    {
        var (best, found) = (new ScoredItem[Count * wanted], new int[Count]);
        new FactorScan(Items).SearchMany(Queries, default, wanted, best, found);
        return [.. best.Chunk(wanted).Select(list => list.Select(item => (long)item.Item).ToHashSet())];
    }

    static Vectors Split(string name, ItemFactors items, float[] users, int queries) =>
        new($"{name}, {items.Items / 1000} k × {items.Factors}", items, users[..(queries * items.Factors)], users[(queries * items.Factors)..]);

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
