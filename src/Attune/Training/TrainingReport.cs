using Attune.Events;
using Attune.Generations;

namespace Attune.Training;

/// <summary>What came of a training.</summary>
public sealed record TrainingReport
{
    /// <summary>The sentence for people: published or not, and why.</summary>
    public required string Verdict { get; init; }

    /// <summary>The generation published; null where none was.</summary>
    public GenerationManifest? Published { get; init; }

    /// <summary>The figures of the backtest, a model a row; empty where there was none.</summary>
    public IReadOnlyList<BacktestRow> Backtest { get; init; } = [];

    /// <summary>How many users the backtest asked.</summary>
    public int Questions { get; init; }

    /// <summary>Events with an item that were read.</summary>
    public required long Interactions { get; init; }

    /// <summary>Users who have one of them.</summary>
    public required int Users { get; init; }

    /// <summary>Of which share of the users the events were read: below 1 where all would not have fit <see cref="TrainingSettings.MemoryBytes"/>.</summary>
    public double UserShare { get; init; } = 1;

    /// <summary>Items that somebody took up.</summary>
    public required int Items { get; init; }

    /// <summary>The log places up to which events were read.</summary>
    public required LogToken Log { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The users with the latest events, latest first, at most <see cref="TrainingSettings.PrecomputedUsers"/>.</summary>
    public IReadOnlyList<ProfileKey> RecentUsers { get; init; } = [];
}

/// <summary>A model's figures in the backtest, with the 95 % interval of the one that decides.</summary>
/// <param name="Model">Its name; that of the generation in service goes by <c>generation 7 ials</c>.</param>
/// <param name="Ndcg">Mean NDCG at the cut-off.</param>
/// <param name="NdcgLow">Low end of its interval.</param>
/// <param name="NdcgHigh">High end of its interval.</param>
/// <param name="Recall">Mean recall at the cut-off.</param>
/// <param name="Mrr">Mean reciprocal rank at the cut-off.</param>
/// <param name="Coverage">Share of the items in some list.</param>
/// <param name="Novelty">Mean self-information of what was listed, in bits.</param>
public sealed record BacktestRow(
    string Model, double Ndcg, double NdcgLow, double NdcgHigh, double Recall, double Mrr, double Coverage, double Novelty);
