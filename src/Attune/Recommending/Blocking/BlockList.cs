using System.Text.Json.Serialization;
using Attune.Filtering;

namespace Attune.Recommending.Blocking;

/// <summary>What one user never wants to be shown: items by name, and whatever fulfils a condition.</summary>
/// <param name="Items">Ids, each once; at most <see cref="MaxItems"/>. An item nobody knows yet is kept out when it comes.</param>
/// <param name="Filters">Conditions in the filter language that no item shown fulfils; at most <see cref="MaxFilters"/>.</param>
public sealed record BlockList(IReadOnlyList<string> Items, IReadOnlyList<string> Filters)
{
    /// <summary>Most items one user blocks.</summary>
    public const int MaxItems = 1_000;

    /// <summary>Most conditions one user blocks by.</summary>
    public const int MaxFilters = 20;

    /// <summary>Most users of a workspace who block anything: all of them are held in memory.</summary>
    public const int MaxUsers = 1_000_000;

    /// <summary>Of somebody who blocks nothing.</summary>
    public static BlockList None { get; } = new([], []);

    /// <summary>True where nothing is blocked.</summary>
    [JsonIgnore]
    public bool IsEmpty => Items.Count == 0 && Filters.Count == 0;
}

/// <summary>What became of a list of blocks that was to be saved.</summary>
public abstract record BlocksOutcome
{
    /// <summary>It is in force: the user's next list obeys it.</summary>
    public sealed record Saved : BlocksOutcome;

    /// <summary>It breaks a limit; nothing was changed.</summary>
    /// <param name="Faults">All that is wrong.</param>
    public sealed record Refused(IReadOnlyList<BlockFault> Faults) : BlocksOutcome;
}

/// <summary>What is wrong with a list of blocks.</summary>
/// <param name="Field">Where, as <c>filters[2]</c>.</param>
/// <param name="Value">What was given.</param>
/// <param name="Limit">What is allowed, as a sentence.</param>
/// <param name="Filter">Where and why, for a condition.</param>
public sealed record BlockFault(string Field, string Value, string Limit, FilterFault? Filter = null);

/// <summary>How blocks are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlockList))]
sealed partial class BlockJson : JsonSerializerContext;
