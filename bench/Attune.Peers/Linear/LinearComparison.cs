using System.Globalization;
using Attune.Learning.Matrices;
using Attune.Learning.Memory;

namespace Attune.Peers.Linear;

/// <summary>The closed form of EASE: the inverse of an n × n Gram matrix, beside OpenBLAS's spotrf and spotri.</summary>
sealed unsafe class LinearComparison : IComparison
{
    public string Name => "linear";

    public string What => "inverse of a positive definite matrix, beside spotrf + spotri";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        foreach (var n in options.Sizes.Count > 0 ? options.Sizes : [2048, 4096, 8192])
        {
            foreach (var threads in options.Threads)
            {
                foreach (var result in Of(n, threads, options.Repeats))
                {
                    yield return result;
                }
            }
        }
    }

    static IReadOnlyList<Result> Of(int n, int threads, int repeats)
    {
        using var problem = Problem(n);
        using var theirs = new NativeFloats((long)n * n);
        using var ours = new SymmetricMatrix(n);
        OpenBlas.SetThreads(threads);
        var bytes = (long)n * n * sizeof(float);

        string Remark(int peer, IReadOnlyList<Timing> times)
        {
            var worst = 0.0;
            for (var i = 0; i < n; i++)
            {
                var expected = theirs.Start[((long)i * n) + i];
                worst = Math.Max(worst, Math.Abs(ours[i, i] - expected) / expected);
            }

            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Rate(n, times[0]):0} against {Rate(n, times[peer]):0} GFLOP/s; diagonals agree to {worst:0.0e0}");
        }

        return
        [
            .. Race.Against(
                $"inverse, n = {n}",
                threads,
                repeats,
                Remark,
                new Contender("ours", () => Fill(ours, problem), () => Require(SymmetricInverse.TryInvert(ours, threads, null, CancellationToken.None))),
                new Contender(
                    OpenBlas.Name,
                    () => Buffer.MemoryCopy(problem.Start, theirs.Start, bytes, bytes),
                    () => Require(OpenBlas.Inverse(theirs.Start, n) == 0))),
        ];
    }

    /// <summary>Billions of operations a second; n³ of them make an inverse, by either method.</summary>
    static double Rate(int n, Timing time) => (double)n * n * n / time.Wall.TotalSeconds / 1e9;

    /// <summary>Like a Gram matrix with its penalty: small numbers beside the diagonal, a condition of some hundreds.</summary>
    static NativeFloats Problem(int n)
    {
        var random = new Random(n);
        var matrix = new NativeFloats((long)n * n);
        for (long i = 0; i < n; i++)
        {
            for (long j = 0; j < i; j++)
            {
                matrix.Start[(i * n) + j] = matrix.Start[(j * n) + i] = random.NextSingle() * 0.1f;
            }

            matrix.Start[i * (n + 1)] = 10 + random.NextSingle();
        }

        return matrix;
    }

    static void Fill(SymmetricMatrix matrix, NativeFloats from)
    {
        for (var row = 0; row < matrix.Size; row++)
        {
            matrix.SetRow(row, new ReadOnlySpan<float>(from.Start + ((long)row * matrix.Size), matrix.Size));
        }
    }

    static void Require(bool inverted)
    {
        if (!inverted)
        {
            throw new InvalidOperationException("The matrix was found not to be positive definite.");
        }
    }
}
