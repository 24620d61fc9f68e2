using Attune.Learning.Kernels;

namespace Attune.Learning.Spectral;

/// <summary>A model that projects: an item has a vector by which it speaks for its users, and one by which it is found.</summary>
/// <remarks>
/// <para><b>Computes.</b> x = Σ sᵢ·inᵢ over a profile's items i with strengths sᵢ, and score(j) = x·outⱼ, with
/// inᵢ = dᵢ^−p · Vᵢ·diag(σ^q) and outⱼ = dⱼ^p · Vⱼ; d = the item's summed strength. Nothing is solved: a click adds one vector.</para>
/// <para><b>Source.</b> The low-pass filter of GF-CF (Shen et al., CIKM 2021): p = ½, q = 0. A q above 0 trusts weaker
/// components less.</para>
/// <para><b>Concurrency.</b> Immutable. The memories may lie over a mapped file, which must outlive this.</para>
/// </remarks>
public sealed class SpectralItems
{
    /// <summary>Takes the parts of a model; nothing is copied.</summary>
    /// <param name="items">Rows.</param>
    /// <param name="factors">Numbers a vector has.</param>
    /// <param name="inputs">in: [items × factors], row-major.</param>
    /// <param name="outputs">out: [items × factors], row-major.</param>
    /// <exception cref="ArgumentException">A shape does not fit; the message gives both.</exception>
    public SpectralItems(int items, int factors, ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegative(factors);
        if (inputs.Length != (long)items * factors || outputs.Length != inputs.Length)
        {
            throw new ArgumentException(
                $"{items} items of {factors} factors are {(long)items * factors} numbers each way; {inputs.Length} and {outputs.Length} given.");
        }

        (Items, Factors, Inputs, Outputs) = (items, factors, inputs, outputs);
    }

    /// <summary>How many items.</summary>
    public int Items { get; }

    /// <summary>Numbers a vector has.</summary>
    public int Factors { get; }

    /// <summary>By which items speak for their users.</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>By which items are found.</summary>
    public ReadOnlyMemory<float> Outputs { get; }

    /// <summary>The model of a spectrum's strongest components.</summary>
    /// <param name="spectrum">Of the interactions.</param>
    /// <param name="factors">How many components; at most those the spectrum has are taken. At least 1.</param>
    /// <param name="popularityExponent">p. 0 to 1: the higher, the more a popular item is found, and the less it says.</param>
    /// <param name="filterExponent">q. 0 to 4.</param>
    public static SpectralItems From(ItemSpectrum spectrum, int factors, float popularityExponent, float filterExponent)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        ThrowIfOutside(popularityExponent, 1, nameof(popularityExponent));
        ThrowIfOutside(filterExponent, 4, nameof(filterExponent));
        var (n, f) = (spectrum.Items, Math.Min(factors, spectrum.Components));
        var (inputs, outputs) = (new float[n * f], new float[n * f]);

        // Where a singular value is 0 there is no component, only what rounding has left.
        var sigma = spectrum.SingularValues.Span;
        var filter = new float[f];
        for (var c = 0; c < f; c++)
        {
            filter[c] = sigma[c] > 1e-3f * sigma[0] ? MathF.Pow(sigma[c], filterExponent) : 0;
        }

        for (var item = 0; item < n; item++)
        {
            var vector = spectrum.Vectors.Span.Slice(item * spectrum.Components, f);
            var popularity = spectrum.ItemSums[item] > 0 ? Math.Pow(spectrum.ItemSums[item], popularityExponent) : 0;
            for (var c = 0; c < f && popularity > 0; c++)
            {
                inputs[(item * f) + c] = (float)(vector[c] * filter[c] / popularity);
                outputs[(item * f) + c] = (float)(vector[c] * popularity);
            }
        }

        return new SpectralItems(n, f, inputs, outputs);
    }

    /// <summary>Writes a user's vector. Without items it is 0.</summary>
    /// <param name="items">The profile's items; one that is there twice counts with both strengths.</param>
    /// <param name="strengths">How strongly each speaks, finite and ≥ 0; scores grow in proportion.</param>
    /// <param name="user">Where the vector goes: <see cref="Factors"/> numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, a strength is negative or not finite.</exception>
    public void Project(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> user)
    {
        if (items.Length != strengths.Length || user.Length != Factors)
        {
            throw new ArgumentException(
                $"{items.Length} items with {strengths.Length} strengths into {user.Length} numbers; the model has {Factors} factors.");
        }

        user.Clear();
        for (var n = 0; n < items.Length; n++)
        {
            if ((uint)items[n] >= (uint)Items || !(strengths[n] >= 0) || !float.IsFinite(strengths[n]))
            {
                throw new ArgumentException(
                    $"Item {items[n]} with strength {strengths[n]}: items are 0 to {Items - 1}, strengths finite and ≥ 0.");
            }

            ScaledAddition.Add(strengths[n], Inputs.Span.Slice(items[n] * Factors, Factors), user);
        }
    }

    static void ThrowIfOutside(float value, float most, string name)
    {
        if (!(value >= 0 && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from 0 to {most}.");
        }
    }
}
