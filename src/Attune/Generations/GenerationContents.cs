using Attune.Learning.Factors;
using Attune.Learning.Features;
using Attune.Learning.Neighbors;
using Attune.Learning.Sessions;

namespace Attune.Generations;

/// <summary>What training made, item by item: what a generation's file holds. Rows of all models are the same items.</summary>
public sealed record GenerationContents
{
    /// <summary>By row: the item's id, ascending by its UTF-16 code units, so that the order says nothing of the log's.</summary>
    public required IReadOnlyList<string> ItemIds { get; init; }

    /// <summary>The factor model.</summary>
    public required ItemFactors Factors { get; init; }

    /// <summary>By row: the vectors users are made of, where they are projected; empty = users are solved for.</summary>
    public ReadOnlyMemory<float> Inputs { get; init; }

    /// <summary>Places items by their properties among <see cref="Factors"/>; null = nothing does.</summary>
    public FeatureMap? Features { get; init; }

    /// <summary>The item-to-item model.</summary>
    public required NeighborLists Neighbors { get; init; }

    /// <summary>What goes with an item rather than instead of it; null = nothing is bought.</summary>
    public NeighborLists? Complements { get; init; }

    /// <summary>By row: how often a buyer of the item buys it again; empty = nothing is bought.</summary>
    public ReadOnlyMemory<float> RepeatRates { get; init; }

    /// <summary>By row: the usual time between two purchases of one buyer, in seconds; as long as <see cref="RepeatRates"/>.</summary>
    public ReadOnlyMemory<float> RepeatIntervals { get; init; }

    /// <summary>What comes next, by learned vectors; null = the generation says nothing of it.</summary>
    public SessionEmbedding? Next { get; init; }

    /// <summary>By row: summed strength, faded by age.</summary>
    public required ReadOnlyMemory<float> Popularity { get; init; }

    /// <summary>By row: what the factor model's score of an item is multiplied by (ADR 0010); empty = by nothing.</summary>
    public ReadOnlyMemory<float> Trend { get; init; }

    /// <summary>Text for the file's header beside what the models need: settings, seed, fingerprint of the data.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}
