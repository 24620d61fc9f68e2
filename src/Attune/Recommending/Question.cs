using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Generations;
using Attune.Live;
using Attune.Profiles;
using Attune.Recommending.Candidates;
using Attune.Recommending.Columns;
using Attune.Recommending.Exploring;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending;

/// <summary>Everything an answer depends on: with the settings, the answer is a function of this.</summary>
sealed record Question
{
    readonly int _item = -1;

    /// <summary>What was asked.</summary>
    public required RecommendationRequest Request { get; init; }

    /// <summary>The placement it was asked for, and its rules.</summary>
    public required CompiledScenario Scenario { get; init; }

    /// <summary>Most items wanted.</summary>
    public required int Count { get; init; }

    /// <summary>What is wanted of the item asked about.</summary>
    public required ItemRelation Relation { get; init; }

    /// <summary>What is known of who asks, the question's own events folded in.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The list made for them in advance; null where there is none.</summary>
    public PrecomputedList? List { get; init; }

    /// <summary>The ordinal of <see cref="RecommendationRequest.Item"/>; −1 where none was asked for, or nobody knows it.</summary>
    public int Item
    {
        get => _item;
        init => _item = value;
    }

    /// <summary>Ordinals of the cart's items that somebody knows, each once.</summary>
    public int[] Cart { get; init; } = [];

    /// <summary>Ordinals of the items to be put in order, as given; −1 where nobody knows the item. Empty: any item is wanted.</summary>
    public int[] Given { get; init; } = [];

    /// <summary>True where the question is about an item or a cart, and not about who asks.</summary>
    public bool IsAboutItems => Request.Item is not null || Request.Cart.Count > 0;

    /// <summary>Ordinals of the items it is about; empty where it is about none, or nobody knows them.</summary>
    public ReadOnlySpan<int> Subjects => Item >= 0 ? new ReadOnlySpan<int>(in _item) : Cart;

    /// <summary>Ordinals of the items not wanted.</summary>
    public required IReadOnlyList<int> Exclude { get; init; }

    /// <summary>The model; null where there is none yet.</summary>
    public Generation? Generation { get; init; }

    /// <summary>The items the model does not know, placed by their properties.</summary>
    public required ColdView Cold { get; init; }

    /// <summary>What each candidate source weighs.</summary>
    public required SourceWeights Weights { get; init; }

    /// <summary>What the stream has taught.</summary>
    public required Overlay Overlay { get; init; }

    /// <summary>What the ranker has learned; nothing where its word is not wanted.</summary>
    public RankerWeights Ranker { get; init; } = RankerWeights.None;

    /// <summary>What filters may depend on besides the item judged.</summary>
    public required FilterContext Context { get; init; }

    /// <summary>What is to be worked out for each item of the answer; null for nothing.</summary>
    public ComputedColumns? Columns { get; init; }

    /// <summary>What new items are promised; null where nothing is.</summary>
    public ExposureContract? Contract { get; init; }

    /// <summary>The catalog.</summary>
    public required CatalogSnapshot Catalog { get; init; }

    /// <summary>Its listed items that pass the question's filter.</summary>
    public required ItemSet Within { get; init; }

    /// <summary>Its listed items that pass the scenario's filter; null where it has none.</summary>
    public ItemSet? WithinScenario { get; init; }

    /// <summary>Its listed items that can be had; null where nothing says that any cannot.</summary>
    public ItemSet? Available { get; init; }

    /// <summary>Ordinals of the items that who asks has blocked, −1 where nobody knows one.</summary>
    public int[] Blocked { get; init; } = [];

    /// <summary>The items that fulfil the conditions that who asks has blocked by, a set a condition.</summary>
    public ItemSet[] BlockedSets { get; init; } = [];

    /// <summary>Ordinals of the items that were shown too often and step back for a while.</summary>
    public int[] Resting { get; init; } = [];

    /// <summary>Ordinals of the only items wanted, −1 where nobody knows one; null: any item is wanted.</summary>
    public int[]? Include { get; init; }

    /// <summary>Items the scenario never shows.</summary>
    public IReadOnlyList<int> Withheld { get; init; } = [];

    /// <summary>By place in the scenario's boosts: the items that fulfil the condition.</summary>
    public IReadOnlyList<ItemSet> Boosted { get; init; } = [];

    /// <summary>By place in the scenario's minimum shares: the items of the group.</summary>
    public IReadOnlyList<ItemSet> Groups { get; init; } = [];

    /// <summary>By place in the scenario's pins: the item; −1 where nobody knows it.</summary>
    public IReadOnlyList<int> Pinned { get; init; } = [];

    /// <summary>When it was asked.</summary>
    public required EventTime Now { get; init; }

    /// <summary>When the answer is due.</summary>
    public required Deadline Deadline { get; init; }

    /// <summary>Random bits: what is left to chance.</summary>
    public required ulong Chance { get; init; }
}
