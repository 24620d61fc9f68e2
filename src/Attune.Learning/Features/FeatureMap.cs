using Attune.Learning.Kernels;

namespace Attune.Learning.Features;

/// <summary>A linear map from what an item is to where it stands among the items' vectors: a vector for an item nobody has taken up yet.</summary>
/// <remarks>
/// <para><b>Computes.</b> ŷ = b₀ + Σ value·b over the item's features that the map knows; b₀ is what all items have in common.</para>
/// <para><b>Source.</b> Gantner, Drumond, Freudenthaler, Rendle, Schmidt-Thieme, "Learning attribute-to-feature mappings for
/// cold-start recommendations", ICDM 2010 (there a linear map, learned by descent; here in closed form, see
/// <see cref="FeatureMapTraining"/>).</para>
/// <para><b>Concurrency.</b> Immutable. The memories may lie over a mapped file, which must outlive this.</para>
/// </remarks>
public sealed class FeatureMap
{
    /// <summary>Takes the parts of a map; nothing is copied.</summary>
    /// <param name="factors">Numbers a vector has.</param>
    /// <param name="hashes">The features, ascending, each once.</param>
    /// <param name="vectors">By feature its vector: [features × factors], row-major.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or the hashes do not ascend; the message says where.</exception>
    public FeatureMap(int factors, ReadOnlyMemory<long> hashes, ReadOnlyMemory<float> vectors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        if (vectors.Length != (long)hashes.Length * factors)
        {
            throw new ArgumentException(
                $"{hashes.Length} features of {factors} factors are {(long)hashes.Length * factors} numbers; {vectors.Length} given.", nameof(vectors));
        }

        for (var n = 1; n < hashes.Length; n++)
        {
            if (hashes.Span[n] <= hashes.Span[n - 1])
            {
                throw new ArgumentException($"Feature {n} has hash {hashes.Span[n]}, after {hashes.Span[n - 1]}; hashes ascend.", nameof(hashes));
            }
        }

        (Factors, Hashes, Vectors) = (factors, hashes, vectors);
    }

    /// <summary>Numbers a vector has.</summary>
    public int Factors { get; }

    /// <summary>The features, ascending.</summary>
    public ReadOnlyMemory<long> Hashes { get; }

    /// <summary>By feature its vector: [features × factors], row-major.</summary>
    public ReadOnlyMemory<float> Vectors { get; }

    /// <summary>Writes the vector of an item.</summary>
    /// <param name="features">What the item is; of a hash that is there twice both values count. Features unknown to the map are passed over.</param>
    /// <param name="vector">Where it goes: <see cref="Factors"/> numbers.</param>
    /// <returns>False, and a vector of 0, where the map knows none of the features: nothing tells the item from any other.</returns>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public bool TryMap(ReadOnlySpan<Feature> features, Span<float> vector)
    {
        if (vector.Length != Factors)
        {
            throw new ArgumentException($"The vector has {vector.Length} numbers; the map has {Factors} factors.", nameof(vector));
        }

        vector.Clear();
        var known = false;
        foreach (var feature in features)
        {
            known |= TryAdd(feature, vector);
        }

        if (known)
        {
            TryAdd(new Feature(Feature.Always, 1), vector);
        }

        return known;
    }

    bool TryAdd(Feature feature, Span<float> vector)
    {
        var at = Hashes.Span.BinarySearch(feature.Hash);
        if (at < 0)
        {
            return false;
        }

        ScaledAddition.Add(feature.Value, Vectors.Span.Slice(at * Factors, Factors), vector);
        return true;
    }
}
