namespace Attune.Recommending;

/// <summary>How far down the ladder an answer had to go to be in time. Lower is poorer; every rung answers.</summary>
public enum Rung
{
    /// <summary>Everything there is: live profile, all candidate sources, ranking.</summary>
    Full,

    /// <summary>Live candidates by their sources' own scores, unranked.</summary>
    Unranked,

    /// <summary>The list precomputed for this user.</summary>
    Precomputed,

    /// <summary>What many take up just now.</summary>
    Trending,

    /// <summary>What many took up before the generation was trained, or, where there is none, the catalog's newest items.</summary>
    Popular,
}
