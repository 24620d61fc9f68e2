using System.Globalization;
using Attune.Learning.Kernels;
using Attune.Learning.Memory;
using Attune.Learning.Parallelism;

namespace Attune.Peers.Linear;

/// <summary>What the machine can do at most: our product of tiles and OpenBLAS's sgemm. Training is a share of it.</summary>
sealed unsafe class FlopsComparison : IComparison
{
    const int Tile = 256;

    public string Name => "flops";

    public string What => "matrix product in single precision, beside sgemm";

    public IEnumerable<Result> Run(PeerOptions options)
    {
        foreach (var n in options.Sizes.Count > 0 ? options.Sizes : [4096])
        {
            foreach (var threads in options.Threads)
            {
                foreach (var result in Of(n / Tile * Tile, threads, options.Repeats))
                {
                    yield return result;
                }
            }
        }
    }

    static IReadOnlyList<Result> Of(int n, int threads, int repeats)
    {
        using var a = Filled(n, 1);
        using var b = Filled(n, 2);
        using var c = new NativeFloats((long)n * n);
        OpenBlas.SetThreads(threads);

        string Remark(int peer, IReadOnlyList<Timing> times) => string.Create(
            CultureInfo.InvariantCulture, $"{Rate(n, times[0]):0} against {Rate(n, times[peer]):0} GFLOP/s; ours without packing");

        return
        [
            .. Race.Against(
                $"product, n = {n}",
                threads,
                repeats,
                Remark,
                new Contender("ours", () => { }, () => Product(a.Start, b.Start, c.Start, n / Tile, threads)),
                new Contender(OpenBlas.Name, () => { }, () => OpenBlas.Product(a.Start, b.Start, c.Start, n))),
        ];
    }

    /// <summary>C −= A·B where all three are rows of tiles, those of A and B packed into panels already.</summary>
    static void Product(float* a, float* b, float* c, int tiles, int threads)
    {
        const long length = Tile * Tile;
        void Of(int pair)
        {
            var (row, column) = (pair / tiles, pair % tiles);
            for (var k = 0; k < tiles; k++)
            {
                var left = a + (((row * tiles) + k) * length);
                var right = b + (((column * tiles) + k) * length);
                for (var j = 0; j < Tile; j += TileProduct.Columns)
                {
                    for (var i = 0; i < Tile; i += TileProduct.Rows)
                    {
                        TileProduct.Subtract(
                            left + (i * Tile), TileProduct.Rows, right + (j * Tile), TileProduct.Columns, Tile, c + (pair * length) + (i * Tile) + j, Tile);
                    }
                }
            }
        }

        Blocks.Run(tiles * tiles, 1, threads, () => 0, (_, pair, _) => Of(pair), null, CancellationToken.None);
    }

    static double Rate(int n, Timing time) => 2.0 * n * n * n / time.Wall.TotalSeconds / 1e9;

    static NativeFloats Filled(int n, int seed)
    {
        var random = new Random(seed);
        var numbers = new NativeFloats((long)n * n);
        for (long i = 0; i < numbers.Length; i++)
        {
            numbers.Start[i] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
