namespace Attune.Learning.Splits;

/// <summary>A data set, cut for evaluation.</summary>
/// <param name="Train">What models are trained on.</param>
/// <param name="Known">What is known of the users when they ask, one row each; mostly the histories of <paramref name="Train"/>.</param>
/// <param name="Test">What they took up later.</param>
public sealed record DataSplit(Interactions Train, Histories Known, HeldOut Test)
{
    /// <summary>The time of the last interaction trained on: the instant at which models are asked. 0 where there is none.</summary>
    public long Now => Train.Count == 0 ? 0 : Train.Time.Span[^1];
}
