using Attune.Events;

namespace Attune.Recommending.Answers;

/// <summary>How an answer comes out when it is made again from what was kept of it.</summary>
/// <param name="Identical">True where every place has the same item, to the last bit of its score.</param>
/// <param name="Reasons">Why it is not identical, a sentence each; empty where it is.</param>
/// <param name="Differences">The places that differ; empty where it could not be made again at all.</param>
public sealed record AnswerReplay(bool Identical, IReadOnlyList<string> Reasons, IReadOnlyList<ReplayDifference> Differences);

/// <summary>A place of an answer that came out otherwise.</summary>
/// <param name="Place">Which, from 1.</param>
/// <param name="Given">What stood there; null for nothing.</param>
/// <param name="GivenScore">Its score.</param>
/// <param name="Again">What stands there when it is made again; null for nothing.</param>
/// <param name="AgainScore">Its score.</param>
public sealed record ReplayDifference(int Place, ItemId? Given, float GivenScore, ItemId? Again, float AgainScore);
