namespace Attune.Exporting;

/// <summary>A user and an item at a moment, and what came of it.</summary>
/// <param name="User">The user's number in the columns.</param>
/// <param name="Item">The item's.</param>
/// <param name="Micros">The moment.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="TakenAfter">Microseconds until the user took the item up; 0 of a positive, negative where they did not within the window.</param>
/// <param name="Bought">True where they bought it within the window.</param>
readonly record struct Example(int User, int Item, long Micros, ExampleSource Source, long TakenAfter, bool Bought);

/// <summary>Where an example comes from.</summary>
enum ExampleSource
{
    /// <summary>An impression.</summary>
    Impression,

    /// <summary>An event that says something of its item.</summary>
    Positive,

    /// <summary>Drawn by lot beside a positive.</summary>
    Negative,
}
