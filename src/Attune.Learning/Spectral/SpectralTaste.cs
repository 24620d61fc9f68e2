using Attune.Learning.Factors;

namespace Attune.Learning.Spectral;

/// <summary>A taste model of a spectrum: an item has a vector by which it speaks for its users, and one by which it is found.</summary>
/// <remarks>
/// <para><b>Computes.</b> inᵢ = dᵢ^−p · Vᵢ·diag(σ^q) and outⱼ = dⱼ^p · Vⱼ, d the item's summed strength; a user is Σ sᵢ·inᵢ
/// (<see cref="Projection"/>), and nothing is solved: a click adds one vector.</para>
/// <para><b>Source.</b> The low-pass filter of GF-CF (Shen et al., "How powerful is graph convolution for recommendation?", CIKM
/// 2021): p = ½, q = 0. A q above 0 trusts weaker components less.</para>
/// </remarks>
public static class SpectralTaste
{
    /// <summary>Below this share of the first singular value there is no component, only what rounding has left.</summary>
    const float Nothing = 1e-3f;

    /// <summary>The model of a spectrum's strongest components.</summary>
    /// <param name="spectrum">Of the interactions.</param>
    /// <param name="factors">How many components, at least 1; at most those the spectrum has are taken. Without any the model has one factor, of zeros.</param>
    /// <param name="popularityExponent">p. 0 to 1: the higher, the more a popular item is found, and the less it says.</param>
    /// <param name="filterExponent">q. 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range; names it, its value and its range.</exception>
    public static TasteModel From(ItemSpectrum spectrum, int factors, float popularityExponent, float filterExponent)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        ThrowIfOutside(popularityExponent, 1, nameof(popularityExponent));
        ThrowIfOutside(filterExponent, 4, nameof(filterExponent));
        var (items, used) = (spectrum.Items, Math.Min(factors, spectrum.Components));
        var f = Math.Max(1, used);
        var (inputs, outputs) = (new float[items * f], new float[items * f]);
        var filter = Filter(spectrum, used, filterExponent);
        for (var item = 0; item < items; item++)
        {
            var vector = spectrum.Vectors.Span.Slice(item * spectrum.Components, used);
            var popularity = spectrum.ItemSums[item] > 0 ? Math.Pow(spectrum.ItemSums[item], popularityExponent) : 0;
            for (var c = 0; c < used && popularity > 0; c++)
            {
                inputs[(item * f) + c] = (float)(vector[c] * filter[c] / popularity);
                outputs[(item * f) + c] = (float)(vector[c] * popularity);
            }
        }

        var gram = new OrderedGram(f);
        gram.Add(outputs, new Workers(0, CancellationToken.None));
        return new TasteModel(new ItemFactors(items, f, outputs, gram.Sum(), unobservedWeight: 0, regularization: 0), inputs);
    }

    static float[] Filter(ItemSpectrum spectrum, int used, float exponent)
    {
        var sigma = spectrum.SingularValues.Span;
        var filter = new float[used];
        for (var c = 0; c < used; c++)
        {
            filter[c] = sigma[c] > Nothing * sigma[0] ? MathF.Pow(sigma[c], exponent) : 0;
        }

        return filter;
    }

    static void ThrowIfOutside(float value, float most, string name)
    {
        if (!(value >= 0 && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to {most}.");
        }
    }
}
