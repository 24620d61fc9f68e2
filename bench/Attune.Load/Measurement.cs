namespace Attune.Load;

/// <summary>One figure of a run beside its bar.</summary>
/// <param name="What">What was measured, with its conditions.</param>
/// <param name="Figure">The figure with its unit.</param>
/// <param name="Bar">The bar of the design; empty where it sets none.</param>
/// <param name="Met">Whether the bar is met; null where there is none.</param>
sealed record Measurement(string What, string Figure, string Bar = "", bool? Met = null);
