namespace Attune.Evaluating.Truth;

/// <summary>How an engine is held against the simulator's ground truth.</summary>
public sealed record TruthSettings
{
    /// <summary>Length of the lists. 1 to 100; default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Shoppers asked of each kind. 10 to 10 000; default 200.</summary>
    public int Asked { get; init; } = 200;

    /// <summary>Events of a newcomer, or since a change of taste, after which lists are measured: ascending.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [0, 1, 5, 20];

    /// <summary>Shoppers who take up the new item, in visits of their own. Default 12.</summary>
    public int Takers { get; init; } = 12;

    /// <summary>Seed of the lists by chance; default 1.</summary>
    public int Seed { get; init; } = 1;
}
