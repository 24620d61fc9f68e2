using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Learning.Spectral;

/// <summary>A Gram matrix added up on several threads, with the same bits at any number of them.</summary>
/// <remarks>Rows are cut into a fixed number of pieces; each adds to a matrix of its own, and these are summed in order.</remarks>
/// <param name="n">Columns of what is added; the matrix is [n × n].</param>
sealed class OrderedGram(int n)
{
    const int Pieces = 8;
    const int RowsInCache = 256;

    readonly float[][] _parts = [.. Enumerable.Range(0, Pieces).Select(_ => new float[n * n])];

    /// <summary>Adds XᵀX.</summary>
    public void Add(ReadOnlyMemory<float> x, Workers workers)
    {
        var rows = x.Length / n;
        workers.Run(Pieces, (piece, _) =>
        {
            var (from, to) = ((int)((long)rows * piece / Pieces), (int)((long)rows * (piece + 1) / Pieces));
            for (; from < to; from += RowsInCache)
            {
                GramMatrix.Add(x.Span[(from * n)..(Math.Min(from + RowsInCache, to) * n)], n, _parts[piece]);
            }
        });
    }

    /// <summary>The sum, both triangles.</summary>
    public float[] Sum()
    {
        var sum = new float[n * n];
        foreach (var part in _parts)
        {
            ScaledAddition.Add(1, part, sum);
        }

        GramMatrix.Mirror(sum, n);
        return sum;
    }
}
