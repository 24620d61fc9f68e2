using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Learning.Spectral;

/// <summary>Makes the columns of a tall matrix perpendicular and of length 1, keeping what they span (Cholesky QR).</summary>
/// <remarks>
/// <para><b>Computes.</b> X ← X·R⁻¹ with RᵀR = XᵀX + εI. ε, a millionth of the largest diagonal, lets columns that depend on
/// others through: they come out short, and a component that is none has a singular value of 0 in the end.</para>
/// <para><b>Numerics.</b> Perpendicular to about 1e-6 times the squared condition of X. Here X is a product of perpendicular
/// columns with a matrix whose singular values differ by a factor of tens, so one pass is enough.</para>
/// <para><b>Cost.</b> 1.5·rows·n² + n³/2 multiply-adds.</para>
/// </remarks>
static class OrthonormalColumns
{
    const int RowsAPiece = 64;

    /// <summary>In place: X is [rows × n], row-major.</summary>
    /// <exception cref="ArithmeticException">X holds what is no number.</exception>
    public static void Make(float[] x, int n, Workers workers)
    {
        var gram = new OrderedGram(n);
        gram.Add(x, workers);
        var inverse = InverseFactor(gram.Sum(), n);
        Turn(x, inverse, n, workers);
    }

    /// <summary>X ← X·B, B: [n × n].</summary>
    public static void Turn(float[] x, float[] b, int n, Workers workers)
    {
        var scratch = new float[workers.Threads][];
        var length = RowsAPiece * n;
        workers.Run((x.Length + length - 1) / length, (piece, worker) =>
        {
            var rows = x.AsSpan(piece * length, Math.Min(length, x.Length - (piece * length)));
            var turned = (scratch[worker] ??= new float[length]).AsSpan(0, rows.Length);
            MatrixProduct.Of(rows, b, n, turned);
            turned.CopyTo(rows);
        });
    }

    /// <summary>R⁻¹, upper, [n × n].</summary>
    static float[] InverseFactor(float[] gram, int n)
    {
        var largest = 0f;
        for (var i = 0; i < n; i++)
        {
            largest = Math.Max(largest, gram[(i * n) + i]);
        }

        if (!float.IsFinite(largest))
        {
            throw new ArithmeticException("The spectrum overflowed: strengths are too large.");
        }

        var factor = new float[n * n];
        for (var epsilon = Math.Max(largest * 1e-6f, 1e-30f); ; epsilon *= 10)
        {
            for (var i = 0; i < n; i++)
            {
                factor.AsSpan(i * n, i).Clear();
                gram.AsSpan((i * n) + i, n - i).CopyTo(factor.AsSpan((i * n) + i));
                factor[(i * n) + i] += epsilon;
            }

            if (CholeskyFactor.TryFactor(factor, n))
            {
                return Inverse(factor, n);
            }
        }
    }

    // Row i of R⁻¹ from the last row up: R·R⁻¹ = I read row by row.
    static float[] Inverse(float[] r, int n)
    {
        var inverse = new float[n * n];
        for (var i = n - 1; i >= 0; i--)
        {
            var row = inverse.AsSpan((i * n) + i, n - i);
            for (var j = i + 1; j < n; j++)
            {
                ScaledAddition.Add(-r[(i * n) + j], inverse.AsSpan((j * n) + j, n - j), row[(j - i)..]);
            }

            var pivot = 1 / r[(i * n) + i];
            row[0] = 1;
            foreach (ref var entry in row)
            {
                entry *= pivot;
            }
        }

        return inverse;
    }
}
