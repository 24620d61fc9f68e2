using Attune.Events;

namespace Attune.Simulating;

/// <summary>A list of recommendations as a shopper is shown it.</summary>
/// <param name="Items">Best first; ids the shop does not know are shown and never clicked.</param>
/// <param name="RecommendationId">The answer it came from, carried by impressions and clicks; null where there is none.</param>
public sealed record ShownList(IReadOnlyList<ItemId> Items, string? RecommendationId = null);
