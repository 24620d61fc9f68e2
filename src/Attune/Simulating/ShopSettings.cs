using Attune.Operating;

namespace Attune.Simulating;

/// <summary>The sizes and habits of a simulated shop. The same settings give the same shop and the same history.</summary>
public sealed record ShopSettings
{
    /// <summary>What everything is drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many items there are, those to come included. 20 to 1 000 000; default 600.</summary>
    public int Items { get; init; } = 600;

    /// <summary>How many shoppers there are. 1 to 10 000 000; default 2 000.</summary>
    public int Shoppers { get; init; } = 2000;

    /// <summary>About how many events the history has, within a tenth. 0 or more; default 60 000.</summary>
    public int HistoryEvents { get; init; } = 60_000;

    /// <summary>How long the history is. Above 0; default 30 days.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many latent tastes there are. 2 to 64; default 8.</summary>
    public int Styles { get; init; } = 8;

    /// <summary>How long a shopper's taste takes, on average, to wander from one style to another. Default 120 days.</summary>
    public TimeSpan Drift { get; init; } = TimeSpan.FromDays(120);

    /// <summary>The share of items that are launched within the history. 0 to 1; default 0.15.</summary>
    public double LaunchedWithin { get; init; } = 0.15;

    /// <summary>The share of items that are launched in the week after the history. 0 to 1; default 0.05.</summary>
    public double LaunchedAfter { get; init; } = 0.05;

    /// <summary>The share of items that are out of stock. 0 to 1; default 0.03.</summary>
    public double OutOfStock { get; init; } = 0.03;

    /// <summary>The share of visits in which the shopper is not known by name. 0 to 1; default 0.1.</summary>
    public double Anonymous { get; init; } = 0.1;

    /// <summary>
    /// How fast attention falls along a list: place p, from 1, is looked at with probability p to the power of minus this.
    /// 0 looks at all; default 0.7.
    /// </summary>
    public double PositionBias { get; init; } = 0.7;

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("shop")
        .Within(Items, 20, 1_000_000)
        .Within(Shoppers, 1, 10_000_000)
        .Within(HistoryEvents, 0, int.MaxValue)
        .Within(History, TimeSpan.FromDays(0.01), TimeSpan.FromDays(10_000))
        .Within(Styles, 2, 64)
        .Within(Drift, TimeSpan.FromDays(0.01), TimeSpan.FromDays(1_000_000))
        .Within(LaunchedWithin, 0, 1)
        .Within(LaunchedAfter, 0, 1 - LaunchedWithin)
        .Within(OutOfStock, 0, 1)
        .Within(Anonymous, 0, 1)
        .Within(PositionBias, 0, 10)
        .Found;
}
