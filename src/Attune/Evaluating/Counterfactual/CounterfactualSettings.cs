using Attune.Operating;

namespace Attune.Evaluating.Counterfactual;

/// <summary>How lists that were never shown are judged by a log of others.</summary>
public sealed record CounterfactualSettings
{
    /// <summary>Events before the first training; nothing is asked among them. 1 to 10 000 000; default 50 000.</summary>
    public int WarmUp { get; init; } = 50_000;

    /// <summary>Events between two trainings. 1 to 10 000 000; default 100 000.</summary>
    public int RetrainEvery { get; init; } = 100_000;

    /// <summary>About how many questions are asked, spread over what comes after the warm-up. 1 to 1 000 000; default 4 000.</summary>
    public int Questions { get; init; } = 4_000;

    /// <summary>Best items of the blend that lists are made of. 2 to 64; default 20.</summary>
    public int Candidates { get; init; } = 20;

    /// <summary>Places of a list. 1 to <see cref="Candidates"/>; default 5.</summary>
    public int Places { get; init; } = 5;

    /// <summary>Of a user's next events, so many tell what was wanted, within half an hour. 1 to 1 000; default 10.</summary>
    public int Following { get; init; } = 10;

    /// <summary>The share of the logged lists drawn by chance alone; the others are the blend's. Above 0 to 1; default 0.5.</summary>
    public double Random { get; init; } = 0.5;

    /// <summary>The share of places the exploring lists explore. Above 0 to 0.5; default 0.1.</summary>
    public double Exploration { get; init; } = 0.1;

    /// <summary>Lists drawn to tell how likely an exploring one shows an item in a place. 1 to 100; default 8.</summary>
    public int Draws { get; init; } = 8;

    /// <summary>Seed of the logged lists. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("counterfactual")
        .Within(WarmUp, 1, 10_000_000)
        .Within(RetrainEvery, 1, 10_000_000)
        .Within(Questions, 1, 1_000_000)
        .Within(Candidates, 2, 64)
        .Within(Places, 1, Candidates)
        .Within(Following, 1, 1_000)
        .Within(Random, 1e-6, 1)
        .Within(Exploration, 1e-6, 0.5)
        .Within(Draws, 1, 100)
        .Found;
}
