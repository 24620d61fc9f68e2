using System.Numerics;
using Attune.Catalog;
using Attune.Learning.Kernels;

namespace Attune.Filtering;

/// <summary>A typed part of a filter that is a place.</summary>
abstract record PlaceTerm
{
    internal sealed record Literal(GeoPoint Value) : PlaceTerm;

    internal sealed record Of(PropertyOf Property) : PlaceTerm;
}

/// <summary>A typed part of a filter that is a vector.</summary>
/// <param name="Length">How many numbers it has.</param>
abstract record VectorTerm(int Length)
{
    internal sealed record Literal(float[] Value) : VectorTerm(Value.Length);

    internal sealed record Of(PropertyOf Property) : VectorTerm(Property.Definition.Length);
}

/// <summary>How two vectors are compared.</summary>
enum VectorRelation
{
    /// <summary>The cosine of the angle between them, −1 to 1; missing where one has length 0.</summary>
    Similarity,

    /// <summary>The Euclidean distance.</summary>
    Distance,
}

/// <summary>The one definition of what is said of two vectors of one length.</summary>
static class VectorMeaning
{
    /// <summary>The number; NaN where it is none. Cost: three or two passes over the numbers, wide.</summary>
    internal static double Of(VectorRelation relation, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (relation == VectorRelation.Distance)
        {
            return Euclid(left, right);
        }

        var cosine = DotProduct.Of(left, right) / (Math.Sqrt(DotProduct.Of(left, left)) * Math.Sqrt(DotProduct.Of(right, right)));
        return double.IsFinite(cosine) ? Math.Clamp(cosine, -1, 1) : double.NaN;
    }

    static double Euclid(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var width = Vector<float>.Count;
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i + width <= left.Length; i += width)
        {
            var apart = new Vector<float>(left[i..]) - new Vector<float>(right[i..]);
            sums += apart * apart;
        }

        var sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        }

        return float.IsFinite(sum) ? Math.Sqrt(sum) : double.NaN;
    }
}
