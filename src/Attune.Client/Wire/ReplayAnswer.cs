namespace Attune.Client.Wire;

/// <summary>How an answer comes out when it is made again from what was kept of it.</summary>
/// <param name="RecommendationId">The answer.</param>
/// <param name="Identical">True where every place has the same item, to the last bit of its score.</param>
/// <param name="Reasons">Why it is not identical, a sentence each; empty where it is.</param>
/// <param name="Differences">The places that differ; empty where it could not be made again at all.</param>
public sealed record ReplayAnswer(string RecommendationId, bool Identical, IReadOnlyList<string> Reasons, IReadOnlyList<ReplayedPlace> Differences);

/// <summary>A place of an answer that came out otherwise.</summary>
/// <param name="Place">Which, from 1.</param>
/// <param name="Given">What stood there; null for nothing.</param>
/// <param name="Replayed">What stands there when it is made again; null for nothing.</param>
public sealed record ReplayedPlace(int Place, ReplayedItem? Given, ReplayedItem? Replayed);

/// <summary>What stands at a place.</summary>
/// <param name="Id">The item.</param>
/// <param name="Score">What it was ordered by.</param>
public sealed record ReplayedItem(string Id, double Score);
