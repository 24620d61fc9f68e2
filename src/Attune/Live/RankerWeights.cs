using Attune.Learning.Kernels;

namespace Attune.Live;

/// <summary>What the ranker has learned, as answers read it. Immutable: what was learned since is another object.</summary>
/// <param name="Logit">By feature (<see cref="OutcomeFeatures"/>): what it adds to the logit of being taken up.</param>
/// <param name="Outcomes">How many outcomes it was learned from.</param>
sealed record RankerWeights(float[] Logit, double Outcomes)
{
    /// <summary>Nothing learned.</summary>
    public static RankerWeights None { get; } = new(new float[OutcomeFeatures.Count], 0);

    /// <summary>The logit of an item; features numbers.</summary>
    public float LogitOf(ReadOnlySpan<float> features) =>
        DotProduct.Of(Logit, features);

    /// <summary>How likely an item is taken up, 0 to 1.</summary>
    public float ChanceOf(ReadOnlySpan<float> features) => 1 / (1 + MathF.Exp(-LogitOf(features)));
}
