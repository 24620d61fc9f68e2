namespace Attune.Learning.Factors;

/// <summary>How strongly one user's or item's vector is pulled towards 0.</summary>
/// <remarks>
/// <para><b>Computes.</b> λᵤ = λ·(Σ strengths of u + α₀·n)^ν, n the size of the other side. With every strength 1 this is
/// λ·(|Iᵤ| + α₀·|I|)^ν, equation 9 of Rendle, Krichene, Zhang, Koren, "Revisiting the performance of iALS on item
/// recommendation benchmarks", RecSys 2022; a strength s counts as s interactions, as it does in the loss.</para>
/// </remarks>
static class FrequencyScaling
{
    public static float Of(float regularization, float exponent, float strengths, float unobservedWeight, int others) =>
        regularization * MathF.Pow(strengths + (unobservedWeight * others), exponent);
}
