namespace Attune.Learning.Evaluation;

/// <summary>A mean over users and the 95 % interval of its bootstrap.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The 2.5th percentile of the resampled means; the mean itself where there was no bootstrap.</param>
/// <param name="High">The 97.5th percentile.</param>
public readonly record struct Estimate(double Mean, double Low, double High);
