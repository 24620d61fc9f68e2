namespace Attune.Learning.Kernels;

/// <summary>The eigenvectors and eigenvalues of a symmetric matrix without negative eigenvalues, such as a Gram matrix.</summary>
/// <remarks>
/// <para><b>Computes.</b> G = V·diag(d)·Vᵀ. G + εI = UᵀU (Cholesky), then rotations of pairs of U's rows make them all
/// perpendicular: J·U = diag(√d)·Vᵀ, so each row, scaled to length 1, is an eigenvector. ε = 4e-6·(largest diagonal) lets a
/// singular G through; it moves no eigenvector and is taken off the eigenvalues again.</para>
/// <para><b>Source.</b> One-sided Jacobi after Hestenes 1958, on the Cholesky factor as in Veselić and Hari, "A note on a
/// one-sided Jacobi algorithm", Numerische Mathematik 56 (1989): rows of one length, touched only whole, so wide vectors serve.</para>
/// <para><b>Cost.</b> n³/2 multiply-adds a round without rotations, 2.5·n³ with; 5 to 10 rounds, 2 or 3 where G is nearly diagonal.</para>
/// <para><b>Numerics.</b> VᵀV = I to 1e-5, eigenvalues to 1e-5 of the largest. In no particular order. Repeats bit for bit on a machine.</para>
/// </remarks>
static class SymmetricEigen
{
    const int MaxRounds = 40;
    const float Perpendicular = 1e-6f;

    /// <summary>Writes the eigenvectors as rows and their eigenvalues (≥ 0).</summary>
    /// <param name="gram">G: [n × n]; only the upper triangle is read.</param>
    /// <param name="n">Its size.</param>
    /// <param name="vectors">Vᵀ: [n × n], an eigenvector a row.</param>
    /// <param name="values">d: [n].</param>
    /// <param name="cancellation">Looked at once a row of a round.</param>
    /// <returns>False where G holds NaN or is far from positive semidefinite.</returns>
    public static bool TrySolve(
        ReadOnlySpan<float> gram, int n, Span<float> vectors, Span<float> values, CancellationToken cancellation)
    {
        var largest = 0f;
        for (var i = 0; i < n; i++)
        {
            largest = Math.Max(largest, gram[(i * n) + i]);
        }

        if (!float.IsFinite(largest))
        {
            return false;
        }

        var epsilon = Math.Max(largest * 4e-6f, 1e-30f);
        while (!TryFactor(gram, n, epsilon, vectors))
        {
            // Rounding has made a singular G a little negative: lift it more. One that needs a hundredth is no Gram matrix.
            epsilon *= 10;
            if (!(epsilon <= largest * 1e-2f))
            {
                return false;
            }
        }

        for (var round = 0; round < MaxRounds && MakePerpendicular(vectors, n, values, cancellation); round++)
        {
        }

        for (var i = 0; i < n; i++)
        {
            var row = vectors.Slice(i * n, n);
            var squared = DotProduct.Of(row, row);
            var inverse = 1f / MathF.Sqrt(squared);
            foreach (ref var entry in row)
            {
                entry *= inverse;
            }

            values[i] = Math.Max(squared - epsilon, 0f);
        }

        return true;
    }

    static bool TryFactor(ReadOnlySpan<float> gram, int n, float epsilon, Span<float> upper)
    {
        for (var i = 0; i < n; i++)
        {
            upper.Slice(i * n, i).Clear();
            gram.Slice((i * n) + i, n - i).CopyTo(upper[((i * n) + i)..]);
            upper[(i * n) + i] += epsilon;
        }

        return CholeskyFactor.TryFactor(upper, n);
    }

    /// <summary>One round over all pairs; false once none needed turning.</summary>
    static bool MakePerpendicular(Span<float> rows, int n, Span<float> squares, CancellationToken cancellation)
    {
        for (var i = 0; i < n; i++)
        {
            squares[i] = DotProduct.Of(rows.Slice(i * n, n), rows.Slice(i * n, n));
        }

        var turned = false;
        for (var i = 0; i < n - 1; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var x = rows.Slice(i * n, n);
            for (var j = i + 1; j < n; j++)
            {
                var y = rows.Slice(j * n, n);
                var product = DotProduct.Of(x, y);
                if (product * product <= Perpendicular * Perpendicular * squares[i] * squares[j])
                {
                    continue;
                }

                // The angle that makes the product 0, the smaller of the two (Rutishauser).
                var zeta = (squares[j] - squares[i]) / (2f * product);
                var tangent = MathF.CopySign(1f, zeta) / (MathF.Abs(zeta) + MathF.Sqrt(1f + (zeta * zeta)));
                var cosine = 1f / MathF.Sqrt(1f + (tangent * tangent));
                PlaneRotation.Apply(cosine, tangent * cosine, x, y);
                squares[i] -= tangent * product;
                squares[j] += tangent * product;
                turned = true;
            }
        }

        return turned;
    }
}
