using Attune.Learning.Evaluation;

namespace Attune.Learning.Blending;

/// <summary>One model of a blend.</summary>
/// <param name="Model">Asked for its scores.</param>
/// <param name="Weight">What its best item gets: above 0, finite.</param>
public readonly record struct BlendPart(IScorer Model, float Weight);
