namespace Attune.Learning.Factors;

/// <summary>An item and how well it fits; more is better, and scores are comparable only within one answer.</summary>
/// <param name="Item">The item's index.</param>
/// <param name="Score">Inner product of the user's and the item's factors.</param>
public readonly record struct ScoredItem(int Item, float Score);
