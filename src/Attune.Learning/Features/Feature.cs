namespace Attune.Learning.Features;

/// <summary>One thing an item is: a hash of what, and how much of it.</summary>
/// <param name="Hash">64 bits of a good hash; two things of one hash are one feature. Not <see cref="Always"/>.</param>
/// <param name="Value">How much, finite.</param>
public readonly record struct Feature(long Hash, float Value)
{
    /// <summary>The hash of the feature that every item has: what all items have in common is learned by it.</summary>
    public const long Always = 0;
}
