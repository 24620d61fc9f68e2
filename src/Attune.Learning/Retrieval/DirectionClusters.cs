using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Retrieval;

/// <summary>Groups vectors by direction: spherical k-means.</summary>
/// <remarks>
/// <para><b>Computes.</b> Centres of length 1; a vector belongs to the one its inner product with is largest, equal ones by lower
/// number; a centre is the sum of its vectors' directions. Lengths play no part: they are kept apart, by the order within
/// a list. A centre nobody belongs to takes a vector drawn anew.</para>
/// <para><b>Source.</b> Dhillon and Modha, "Concept decompositions for large sparse text data using clustering", Machine Learning 42 (2001).</para>
/// <para><b>Cost.</b> items · centres · f multiply-adds, and 64 · centres² · f a round: rounds see a sample of 64 vectors a centre.</para>
/// <para><b>Determinism.</b> Each vector's centre is its own affair, and sums go in order: same bytes at any number of threads.</para>
/// </remarks>
static class DirectionClusters
{
    const int SampledACentre = 64;
    const int VectorsAPiece = 48;

    /// <summary>Finds centres: [centres × f], row-major.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="rows">Which of its rows; not empty.</param>
    /// <param name="centres">How many; at most as many as there are rows.</param>
    /// <param name="settings">Rounds, seed and threads.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static float[] Train(
        ItemFactors factors, ReadOnlySpan<int> rows, int centres, RetrievalSettings settings, CancellationToken cancellation)
    {
        var f = factors.Factors;
        var random = new Random(settings.Seed);
        var sample = rows.ToArray();
        random.Shuffle(sample);
        sample = sample[..(int)Math.Min(sample.Length, (long)centres * SampledACentre)];
        var directions = new float[sample.Length * f];
        for (var n = 0; n < sample.Length; n++)
        {
            AddDirection(factors.Of(sample[n]), directions.AsSpan(n * f, f));
        }

        var means = directions[..(centres * f)];
        var (nearest, members) = (new int[sample.Length], new int[centres]);
        for (var round = 0; round < settings.Rounds; round++)
        {
            Assign(directions, f, means, nearest, settings.Threads, cancellation);
            means.AsSpan().Clear();
            members.AsSpan().Clear();
            for (var n = 0; n < sample.Length; n++)
            {
                members[nearest[n]]++;
                ScaledAddition.Add(1, directions.AsSpan(n * f, f), means.AsSpan(nearest[n] * f, f));
            }

            for (var centre = 0; centre < centres; centre++)
            {
                var mean = means.AsSpan(centre * f, f);
                var drawn = random.Next(sample.Length); // Drawn always, so that later draws do not depend on it.
                var direction = new float[f];
                AddDirection(members[centre] > 0 ? mean : directions.AsSpan(drawn * f, f), direction);
                direction.CopyTo(mean);
            }
        }

        return means;
    }

    /// <summary>Writes each vector's centre.</summary>
    public static void Assign(
        ReadOnlyMemory<float> vectors, int f, float[] centres, int[] nearest, int threads, CancellationToken cancellation)
    {
        var count = centres.Length / f;
        var panels = new RowPanels(centres, count, f);
        Blocks.Run(
            nearest.Length,
            VectorsAPiece,
            threads,
            () => new float[VectorsAPiece * count],
            (products, from, to) =>
            {
                Span<int> best = [0];
                Span<float> product = [0];
                panels.Multiply(vectors.Span[(from * f)..(to * f)], products);
                for (var n = from; n < to; n++)
                {
                    nearest[n] = TopList.Take(products.AsSpan((n - from) * count, count), best, product) == 0 ? 0 : best[0];
                }
            },
            null,
            cancellation);
    }

    /// <summary>Adds the vector at length 1; nothing for one of length 0.</summary>
    static void AddDirection(ReadOnlySpan<float> vector, Span<float> sum)
    {
        var square = 0.0;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        if (square > 0)
        {
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += (float)(vector[j] / Math.Sqrt(square));
            }
        }
    }
}
