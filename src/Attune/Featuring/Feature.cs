namespace Attune.Featuring;

/// <summary>One thing known of a user, an item, or the two together, as a number with a name.</summary>
/// <param name="Name">The same in an answer and as the column of an exported file, as <c>user_view_count</c>.</param>
/// <param name="Of">Whose it is.</param>
/// <param name="Unit">What one is of.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
public sealed record Feature(string Name, FeatureOwner Of, string Unit, string Meaning)
{
    /// <summary>True where it follows from the history alone, so that it can be had as of any moment of the past; false where only the present knows it.</summary>
    public bool InHistory { get; init; } = true;
}

/// <summary>Whose a feature is.</summary>
public enum FeatureOwner
{
    /// <summary>A user's, or a visit's where no user is known.</summary>
    User,

    /// <summary>An item's.</summary>
    Item,

    /// <summary>Of a user towards an item.</summary>
    Pair,
}
