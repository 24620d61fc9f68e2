namespace Attune.Learning.Online;

/// <summary>How fast an <see cref="AdaptiveLogistic"/> learns, and how far from nothing its weights may go.</summary>
public sealed record AdaptiveLogisticSettings
{
    /// <summary>The step of a coordinate that has seen nothing, times <see cref="Smoothing"/>. Above 0; default 0.1.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>Holds back the first steps of a coordinate. Above 0; default 1.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>A coordinate whose gradients do not add up to more than this weighs nothing. 0 or more; default 0.5.</summary>
    public double Sparsity { get; init; } = 0.5;

    /// <summary>Draws every weight to 0, and is the precision of a weight before anything was seen. 0 or more; default 1.</summary>
    public double Shrinkage { get; init; } = 1;
}
