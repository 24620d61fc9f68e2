using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Factors;

/// <summary>A trained factor model: one vector an item. Users are not in it: they are folded in (<see cref="FoldIn"/>).</summary>
/// <remarks>
/// <para><b>Shapes.</b> Y = <see cref="Values"/>: [items × factors], row-major. <see cref="Gram"/> = YᵀY: [factors × factors], symmetric.</para>
/// <para><b>Concurrency.</b> Immutable. The memories may lie over a mapped file, which must outlive this.</para>
/// </remarks>
public sealed class ItemFactors
{
    /// <summary>Takes the parts of a trained model; nothing is copied.</summary>
    /// <param name="items">Rows of Y.</param>
    /// <param name="factors">Columns of Y.</param>
    /// <param name="values">Y, row-major.</param>
    /// <param name="gram">YᵀY.</param>
    /// <param name="unobservedWeight">α₀ of the training.</param>
    /// <param name="regularization">λ of the training, before frequency scaling (after it, where the exponent is 0).</param>
    /// <param name="frequencyExponent">ν of the training; 0: every user is regularised alike.</param>
    /// <exception cref="ArgumentException">A shape does not fit; the message gives both.</exception>
    public ItemFactors(
        int items,
        int factors,
        ReadOnlyMemory<float> values,
        ReadOnlyMemory<float> gram,
        float unobservedWeight,
        float regularization,
        float frequencyExponent = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        if (values.Length != (long)items * factors)
        {
            throw new ArgumentException($"{items} items of {factors} factors are {(long)items * factors} values; {values.Length} given.", nameof(values));
        }

        if (gram.Length != (long)factors * factors)
        {
            throw new ArgumentException($"The Gram matrix of {factors} factors has {(long)factors * factors} values; {gram.Length} given.", nameof(gram));
        }

        Items = items;
        Factors = factors;
        Values = values;
        Gram = gram;
        UnobservedWeight = unobservedWeight;
        Regularization = regularization;
        FrequencyExponent = frequencyExponent;
    }

    /// <summary>The same vectors, each multiplied by a number of its item's: for ranking only, since the Gram matrix stays that of the model.</summary>
    /// <param name="scale">By item, finite.</param>
    public ItemFactors Scaled(ReadOnlySpan<float> scale)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Length, Items);
        var values = Values.ToArray();
        for (var item = 0; item < Items; item++)
        {
            foreach (ref var value in values.AsSpan(item * Factors, Factors))
            {
                value *= scale[item];
            }
        }

        return new ItemFactors(Items, Factors, values, Gram, UnobservedWeight, Regularization, FrequencyExponent);
    }

    /// <summary>True where the Gram matrix is 0 off its diagonal, as <see cref="InEigenbasis"/> leaves it.</summary>
    public bool HasDiagonalGram
    {
        get
        {
            for (var i = 0; i < Factors; i++)
            {
                var row = Gram.Span.Slice(i * Factors, Factors);
                if (row[..i].ContainsAnyExcept(0f) || row[(i + 1)..].ContainsAnyExcept(0f))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The same model in the basis in which its Gram matrix is diagonal, where users are folded in faster; itself if it is there already.</summary>
    /// <remarks>
    /// Scores do not change, since users are turned alike: users' vectors of one basis mean nothing in the other. Off the
    /// diagonal the Gram matrix is then 0 by definition, on it what the turned vectors add up to.
    /// <b>Cost.</b> items·f² multiply-adds and an eigenvalue problem of size f. Same bytes at any number of threads.
    /// </remarks>
    /// <param name="threads">0 (default) = all processors.</param>
    /// <param name="cancellation">Looked at every 256 items.</param>
    /// <exception cref="ArithmeticException">The Gram matrix holds no numbers, or is no Gram matrix.</exception>
    public ItemFactors InEigenbasis(int threads = 0, CancellationToken cancellation = default)
    {
        const int rowsAPiece = 256;
        if (HasDiagonalGram && !Gram.Span.Contains(float.NaN))
        {
            return this;
        }

        var f = Factors;
        var (vectors, turn, eigenvalues) = (new float[f * f], new float[f * f], new float[f]);
        if (!SymmetricEigen.TrySolve(Gram.Span, f, vectors, eigenvalues, cancellation))
        {
            throw new ArithmeticException("The model's Gram matrix has no eigenvectors: its numbers are not finite, or it is no Gram matrix.");
        }

        for (var i = 0; i < f * f; i++)
        {
            turn[i] = vectors[(i % f * f) + (i / f)];
        }

        var turned = new float[Values.Length];
        Blocks.Run(
            Items, rowsAPiece, threads, () => 0, (_, from, to) =>
                MatrixProduct.Of(Values.Span[(from * f)..(to * f)], turn, f, turned.AsSpan((from * f)..(to * f))), null, cancellation);
        return new ItemFactors(Items, f, turned, DiagonalGram(turned, f), UnobservedWeight, Regularization, FrequencyExponent);
    }

    /// <summary>How many items.</summary>
    public int Items { get; }

    /// <summary>Numbers an item's vector has.</summary>
    public int Factors { get; }

    /// <summary>Y, row-major: [items × factors].</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>YᵀY: [factors × factors].</summary>
    public ReadOnlyMemory<float> Gram { get; }

    /// <summary>α₀ of the training: see <see cref="IalsSettings.UnobservedWeight"/>.</summary>
    public float UnobservedWeight { get; }

    /// <summary>λ of the training: see <see cref="IalsSettings.Regularization"/>.</summary>
    public float Regularization { get; }

    /// <summary>ν of the training: see <see cref="IalsSettings.FrequencyExponent"/>.</summary>
    public float FrequencyExponent { get; }

    /// <summary>One item's vector.</summary>
    public ReadOnlySpan<float> Of(int item) => Values.Span.Slice(item * Factors, Factors);

    static float[] DiagonalGram(ReadOnlySpan<float> values, int f)
    {
        var sums = new double[f];
        for (var i = 0; i < values.Length; i++)
        {
            sums[i % f] += (double)values[i] * values[i];
        }

        var gram = new float[f * f];
        for (var j = 0; j < f; j++)
        {
            gram[(j * f) + j] = (float)sums[j];
        }

        return gram;
    }
}
