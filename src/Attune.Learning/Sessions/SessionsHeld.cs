namespace Attune.Learning.Sessions;

/// <summary>The sessions of a <see cref="SessionIndex"/>, to be kept elsewhere.</summary>
/// <param name="Newest">The number of the last one.</param>
/// <param name="Counts">By session, oldest first: how many items it has; 0 or more.</param>
/// <param name="Items">The items of one session after the other.</param>
public sealed record SessionsHeld(long Newest, IReadOnlyList<int> Counts, IReadOnlyList<int> Items)
{
    internal void Check()
    {
        var items = 0L;
        foreach (var count in Counts)
        {
            items += count < 0 ? throw new ArgumentException($"A session has {count} items; it must be 0 or more.") : count;
        }

        if (items != Items.Count || Newest < Counts.Count)
        {
            throw new ArgumentException(
                $"The counts of {Counts.Count} sessions up to number {Newest} add up to {items} items; there are {Items.Count}.");
        }
    }
}
