using Attune.Events;

namespace Attune.Profiles;

/// <summary>One thing a profile's owner did with an item, as the ring keeps it.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Type"><see cref="EventType.Code"/>; custom types share one code, so their names are not kept.</param>
/// <param name="Seconds">When, in whole seconds since 1970, rounded down.</param>
/// <param name="Offset">Where it stands in its partition of the log; −1 for an event that a request carried.</param>
/// <param name="Strength">
/// What it says of the item before fading (<see cref="EventWeights.Strength"/>), by the weights in force when it was folded in;
/// above 0, to 11 bits.
/// </param>
public readonly record struct Interaction(int Item, byte Type, long Seconds, long Offset, float Strength);

/// <summary>An item that is kept out of its owner's lists.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Type">Why: the code of purchase, dislike or hide.</param>
public readonly record struct Exclusion(int Item, byte Type);

/// <summary>An item that was shown to the profile's owner, who has not taken it up since.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Count">How many impressions there were since the owner last took it up; 1 or more.</param>
/// <param name="Seconds">When the last of them was, in whole seconds since 1970, rounded down.</param>
public readonly record struct Impressions(int Item, int Count, long Seconds);
