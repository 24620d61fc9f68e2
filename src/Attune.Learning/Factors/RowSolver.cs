using Attune.Learning.Kernels;

namespace Attune.Learning.Factors;

/// <summary>Moves one row's vector towards the solution of its system by a few steps of preconditioned conjugate gradients.</summary>
/// <remarks>
/// <para><b>Solves.</b> (diag(m) + Σ sᵢ·yᵢyᵢᵀ)·x = Σ sᵢ·yᵢ, in the basis where α₀·YᵀY + λI is the diagonal matrix m
/// (<see cref="EigenBasis"/>), from the vector the row had before. The preconditioner is diag(m): a row with d entries is
/// exact after d + 1 steps at most, and nearly so after two or three.</para>
/// <para><b>Source.</b> Takács, Pilászy, Tikk, "Applications of the conjugate gradient method for implicit feedback
/// collaborative filtering", RecSys 2011, for the steps; the change of basis is ours.</para>
/// <para><b>Cost.</b> (steps + 1)·2·d·f multiply-adds over the row's d vectors, which are gathered once where d ≤ 512.</para>
/// <para><b>Concurrency.</b> One to a thread: it owns its scratch.</para>
/// </remarks>
sealed class RowSolver(int factors, int steps)
{
    const int Gathered = 512;

    /// <summary>The gradient's square, against the first, at which rounding is all that is left; going on would divide 0 by 0.</summary>
    const float Converged = 1e-13f;

    readonly float[] _rows = new float[Gathered * factors];
    readonly float[] _products = new float[Gathered];
    readonly float[] _diagonal = new float[factors];
    readonly float[] _preconditioner = new float[factors];
    readonly float[] _gradient = new float[factors];
    readonly float[] _direction = new float[factors];
    readonly float[] _image = new float[factors];

    /// <summary>Improves <paramref name="x"/> in place; without entries it becomes 0.</summary>
    /// <param name="fixedSide">Y, turned: [n × f].</param>
    /// <param name="entries">The row's columns: rows of Y.</param>
    /// <param name="strengths">One an entry, ≥ 0.</param>
    /// <param name="eigenvalues">The diagonal of YᵀY.</param>
    /// <param name="unobservedWeight">α₀.</param>
    /// <param name="lambda">λ of this row.</param>
    /// <param name="x">The row's vector: before, and after.</param>
    public void Improve(
        ReadOnlySpan<float> fixedSide,
        ReadOnlySpan<int> entries,
        ReadOnlySpan<float> strengths,
        ReadOnlySpan<float> eigenvalues,
        float unobservedWeight,
        float lambda,
        Span<float> x)
    {
        if (entries.IsEmpty)
        {
            x.Clear();
            return;
        }

        if (entries.Length <= Gathered)
        {
            RowGather.Copy(fixedSide, factors, entries, _rows);
        }

        SetDiagonal(eigenvalues, unobservedWeight, lambda);

        // The gradient A·x − b = m∘x + Σ s·(y·x − 1)·y, in one pass over the entries.
        Elementwise.Multiply(_diagonal, x, _gradient);
        AddEntries(fixedSide, entries, strengths, x, -1f, _gradient);
        var square = -Elementwise.MultiplyAndDot(_gradient, _preconditioner, _direction);
        var converged = square * Converged;
        for (var step = 1; square > converged; step++)
        {
            Elementwise.Multiply(_diagonal, _direction, _image);
            AddEntries(fixedSide, entries, strengths, _direction, 0f, _image);
            var length = square / DotProduct.Of(_direction, _image);
            ScaledAddition.Add(length, _direction, x);
            if (step == steps)
            {
                return;
            }

            ScaledAddition.Add(length, _image, _gradient);
            var before = square;
            square = -Elementwise.MultiplyAndDot(_gradient, _preconditioner, _image);
            Elementwise.ScaleAndAdd(_image, square / before, _direction);
        }
    }

    /// <summary>m, and −1/m, which turns a gradient into a direction downhill.</summary>
    void SetDiagonal(ReadOnlySpan<float> eigenvalues, float unobservedWeight, float lambda)
    {
        for (var j = 0; j < factors; j++)
        {
            _diagonal[j] = (unobservedWeight * eigenvalues[j]) + lambda;
            _preconditioner[j] = -1f / _diagonal[j];
        }
    }

    /// <summary>sum += Σ s·(constant + y·v)·y over the entries.</summary>
    void AddEntries(
        ReadOnlySpan<float> fixedSide,
        ReadOnlySpan<int> entries,
        ReadOnlySpan<float> strengths,
        ReadOnlySpan<float> v,
        float constant,
        Span<float> sum)
    {
        for (var from = 0; from < entries.Length; from += Gathered)
        {
            var count = Math.Min(Gathered, entries.Length - from);
            if (entries.Length > Gathered)
            {
                RowGather.Copy(fixedSide, factors, entries.Slice(from, count), _rows);
            }

            var rows = _rows.AsSpan(0, count * factors);
            var products = _products.AsSpan(0, count);
            RowProducts.Of(rows, v, products);
            Elementwise.Weigh(strengths.Slice(from, count), constant, products);
            RowSum.Add(rows, products, sum);
        }
    }
}
