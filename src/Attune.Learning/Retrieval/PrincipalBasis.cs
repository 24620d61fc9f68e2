using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Learning.Retrieval;

/// <summary>An orthonormal basis in which the first coordinates of the items' vectors hold as much of their length as can be.</summary>
/// <remarks>
/// <para><b>Why.</b> An inner product is known well from its first coordinates: what the others may add is at most the product
/// of what is left of the two lengths. The principal axes leave least (Li et al., "FEXIPRO", SIGMOD 2017).</para>
/// <para><b>Rounding.</b> The axes are orthonormal to about 1e-5 only; <see cref="Deviation"/> says by how much scores in this
/// basis may be off, so that bounds on them can allow for it.</para>
/// <para><b>Cost.</b> An eigenvalue problem of size f over the Gram matrix of at most 65 536 items, evenly spread.</para>
/// </remarks>
sealed class PrincipalBasis
{
    const int MostItems = 65_536;

    readonly float[] _axes;
    readonly float[] _turn;

    /// <summary>Finds the axes of these items; where there are none to be found, those the vectors have.</summary>
    public PrincipalBasis(ItemFactors items)
    {
        var f = Factors = items.Factors;
        (_axes, _turn) = (new float[f * f], new float[f * f]);
        var (vectors, values, order) = (new float[f * f], new float[f], new int[f]);
        if (!SymmetricEigen.TrySolve(Gram(items), f, vectors, values, CancellationToken.None))
        {
            vectors.AsSpan().Clear();
            for (var j = 0; j < f; j++)
            {
                vectors[(j * f) + j] = 1;
            }
        }

        for (var j = 0; j < f; j++)
        {
            (order[j], values[j]) = (j, -values[j]);
        }

        Array.Sort(values, order);
        for (var j = 0; j < f; j++)
        {
            vectors.AsSpan(order[j] * f, f).CopyTo(_axes.AsSpan(j * f));
            for (var k = 0; k < f; k++)
            {
                _turn[(k * f) + j] = _axes[(j * f) + k];
            }
        }

        Deviation = DeviationOf(_axes, f);
    }

    /// <summary>Numbers a vector has.</summary>
    public int Factors { get; }

    /// <summary>Inner products in this basis are off by at most this share of the product of the two lengths.</summary>
    public double Deviation { get; }

    /// <summary>Writes a vector's coordinates.</summary>
    public void Turn(ReadOnlySpan<float> vector, Span<float> turned) => RowProducts.Of(_axes, vector, turned);

    /// <summary>Writes the coordinates of many vectors, one after the other.</summary>
    public void TurnMany(ReadOnlySpan<float> vectors, Span<float> turned) => MatrixProduct.Of(vectors, _turn, Factors, turned);

    static float[] Gram(ItemFactors items)
    {
        var f = items.Factors;
        var gram = new float[f * f];
        var step = 1 + (items.Items / MostItems);
        for (var item = 0; item < items.Items; item += step)
        {
            GramMatrix.Add(items.Values.Span.Slice(item * f, f), f, gram);
        }

        GramMatrix.Mirror(gram, f);
        return gram;
    }

    /// <summary>The Frobenius norm of AᵀA − I, and what rounding adds when a vector is turned.</summary>
    static double DeviationOf(ReadOnlySpan<float> axes, int f)
    {
        var product = new float[f * f];
        GramMatrix.Add(axes, f, product);
        var square = 0.0;
        for (var i = 0; i < f; i++)
        {
            for (var j = i; j < f; j++)
            {
                var off = product[(i * f) + j] - (i == j ? 1 : 0);
                square += (i == j ? 1 : 2) * (double)off * off;
            }
        }

        return (1.01 * Math.Sqrt(square)) + (4e-7 * (f + 16));
    }
}
