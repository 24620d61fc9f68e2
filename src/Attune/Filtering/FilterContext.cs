using Attune.Catalog;
using Attune.Events;
using Attune.Profiles;

namespace Attune.Filtering;

/// <summary>What a filter may depend on besides the item that is judged: what a question says, and who asks it.</summary>
/// <param name="Now">The instant <c>now()</c> stands for.</param>
public sealed record FilterContext(EventTime Now)
{
    /// <summary>The ordinal of the item the question is about, <c>context.item</c>; −1 where there is none, and its properties are missing.</summary>
    public int Item { get; init; } = -1;

    /// <summary>What the application says of the user who asks, by name; null where nothing is known, and all properties are missing.</summary>
    public IReadOnlyDictionary<string, PropertyValue>? User { get; init; }

    /// <summary>The history of who asks: <c>user.bought</c> and the others; empty of somebody of whom nothing is known.</summary>
    public Profile Profile { get; init; } = Profile.Empty;
}
