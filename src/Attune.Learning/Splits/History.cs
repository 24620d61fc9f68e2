namespace Attune.Learning.Splits;

/// <summary>What is known of one user when a list is asked for: each item once, the most recent last.</summary>
/// <param name="items">Items taken up, by ascending time of the last interaction.</param>
/// <param name="strengths">Summed strength of each, above 0.</param>
/// <param name="times">Time of the last interaction with each, in microseconds or as a position.</param>
public readonly ref struct History(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, ReadOnlySpan<long> times)
{
    /// <summary>Items taken up, by ascending time of the last interaction; no item twice.</summary>
    public ReadOnlySpan<int> Items { get; } = items;

    /// <summary>Summed strength of each, above 0.</summary>
    public ReadOnlySpan<float> Strengths { get; } = strengths;

    /// <summary>Time of the last interaction with each.</summary>
    public ReadOnlySpan<long> Times { get; } = times;
}
