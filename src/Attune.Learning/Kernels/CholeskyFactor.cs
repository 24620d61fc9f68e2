namespace Attune.Learning.Kernels;

/// <summary>Factors a symmetric positive definite matrix A = UᵀU, and solves A·x = b with it.</summary>
/// <remarks>
/// <para><b>Shapes.</b> A: [n × n], row-major, only its upper triangle (j ≥ i) is read; U overwrites it, what lies below the
/// diagonal is left alone. b: [n], overwritten by x.</para>
/// <para><b>Cost.</b> n³/6 multiply-adds to factor, n² to solve; nothing allocated.</para>
/// </remarks>
static class CholeskyFactor
{
    /// <summary>Overwrites A by U; false where A is not positive definite (or holds NaN), and then A is spoilt.</summary>
    public static bool TryFactor(Span<float> a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            if (!TryScaleRow(a, n, i))
            {
                return false;
            }

            var row = a.Slice(i * n, n);
            for (var s = i + 1; s < n; s++)
            {
                ScaledAddition.Add(-row[s], row[s..], a.Slice((s * n) + s, n - s));
            }
        }

        return true;
    }

    /// <summary>The definition.</summary>
    internal static bool Scalar(Span<float> a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            if (!TryScaleRow(a, n, i))
            {
                return false;
            }

            for (var s = i + 1; s < n; s++)
            {
                for (var j = s; j < n; j++)
                {
                    a[(s * n) + j] -= a[(i * n) + s] * a[(i * n) + j];
                }
            }
        }

        return true;
    }

    /// <summary>Overwrites b by the x of UᵀU·x = b: forward through Uᵀ, then backward through U.</summary>
    public static void Solve(ReadOnlySpan<float> u, Span<float> b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
        {
            b[i] /= u[(i * n) + i];
            ScaledAddition.Add(-b[i], u.Slice((i * n) + i + 1, n - i - 1), b[(i + 1)..]);
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var rest = DotProduct.Of(u.Slice((i * n) + i + 1, n - i - 1), b[(i + 1)..]);
            b[i] = (b[i] - rest) / u[(i * n) + i];
        }
    }

    static bool TryScaleRow(Span<float> a, int n, int i)
    {
        var row = a.Slice(i * n, n);
        if (!(row[i] > 0) || !float.IsFinite(row[i]))
        {
            return false;
        }

        var inverse = 1f / MathF.Sqrt(row[i]);
        for (var j = i; j < n; j++)
        {
            row[j] *= inverse;
        }

        return true;
    }
}
