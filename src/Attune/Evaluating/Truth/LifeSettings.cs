using Attune.Simulating;

namespace Attune.Evaluating.Truth;

/// <summary>How shoppers live with lists for a few days.</summary>
public sealed record LifeSettings
{
    /// <summary>The shop.</summary>
    public ShopSettings Shop { get; init; } = new() { Items = 400, Shoppers = 600, HistoryEvents = 15_000, LaunchedAfter = 0.1 };

    /// <summary>How many days, with a training before each. 1 to 7; default 4.</summary>
    public int Days { get; init; } = 4;

    /// <summary>Visits a day, evenly spread. 1 to 100 000; default 400.</summary>
    public int Visits { get; init; } = 400;

    /// <summary>Length of the lists. 1 to 64; default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>One shopper in so many is new: the history does not have them. 2 or more; default 4.</summary>
    public int Newcomers { get; init; } = 4;

    /// <summary>One of the known shoppers in so many changes taste at noon of the second day. 2 or more; default 4.</summary>
    public int Changing { get; init; } = 4;

    /// <summary>Events since the first, or since a change of taste, at which lists are told apart: ascending, from 0.</summary>
    public IReadOnlyList<int> Steps { get; init; } = [0, 1, 5, 20];
}
