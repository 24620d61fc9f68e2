namespace Attune.Recommending.Arranging;

/// <summary>One place of an answer.</summary>
/// <param name="Item">The item's ordinal.</param>
/// <param name="Score">What it was ordered by.</param>
/// <param name="Kind">How it came to stand there.</param>
/// <param name="Propensity">How likely it was to stand there, of the answers that chance could have made; above 0 to 1.</param>
readonly record struct Slot(int Item, float Score, SlotKind Kind = SlotKind.Ranked, float Propensity = 1);

/// <summary>How an item came to its place.</summary>
enum SlotKind
{
    /// <summary>By its score.</summary>
    Ranked,

    /// <summary>By a rule that pins it.</summary>
    Pinned,

    /// <summary>As one of the items that are too young for the generation.</summary>
    New,

    /// <summary>To learn how it does.</summary>
    Explored,
}

/// <summary>The kinds' names on the wire.</summary>
static class SlotKinds
{
    static readonly string[] Names = ["ranked", "pinned", "new", "explored"];

    public static string NameOf(SlotKind kind) => Names[(int)kind];
}
