namespace Attune.Live;

/// <summary>The places of what is known of a shown item in the vector that the ranker learns from.</summary>
/// <remarks>A change of meaning or number is a new <see cref="Layout"/>: weights learned in another are not taken up.</remarks>
static class OutcomeFeatures
{
    /// <summary>Which meaning the places have.</summary>
    public const byte Layout = 1;

    /// <summary>Always 1.</summary>
    public const int Bias = 0;

    /// <summary>The natural logarithm of the place in the list, from 1; 0 when a list is put in order.</summary>
    public const int Position = 1;

    /// <summary>The natural logarithm of the blend over the best candidate's, at least −6.</summary>
    public const int Blend = 2;

    /// <summary>By candidate source: its score over its best candidate's, 0 to 1.</summary>
    public const int Parts = 3;

    /// <summary>By candidate source: the same where the profile is thin, else 0.</summary>
    public const int ThinParts = Parts + Sources;

    /// <summary><see cref="Blend"/> where the profile is thin, else 0.</summary>
    public const int ThinBlend = ThinParts + Sources;

    /// <summary>How much it trends at the shortest half-life beside what trends most, on a logarithmic scale of 0 to 1.</summary>
    public const int Rising = ThinBlend + 1;

    /// <summary>The same at the longest half-life.</summary>
    public const int Popularity = Rising + 1;

    /// <summary>The natural logarithm of its clicks over what its places would have brought, as <see cref="ItemExposure.Quality"/>.</summary>
    public const int Quality = Popularity + 1;

    /// <summary>1 where the user has taken it up lately.</summary>
    public const int Repeated = Quality + 1;

    /// <summary>1 where it is younger than the generation.</summary>
    public const int Young = Repeated + 1;

    /// <summary>1 where the profile has fewer than 5 interactions.</summary>
    public const int Thin = Young + 1;

    /// <summary>1 where it has 5 to 19.</summary>
    public const int Middling = Thin + 1;

    /// <summary>The part of all sources that brought it.</summary>
    public const int Agreement = Middling + 1;

    /// <summary>The natural logarithm of 1 + how often the user was shown it and did not take it up since.</summary>
    public const int Passed = Agreement + 1;

    /// <summary>Length of the vector.</summary>
    public const int Count = Passed + 1;

    /// <summary>As many as there are candidate sources.</summary>
    public const int Sources = Recommending.Candidates.CandidateSources.Count;
}
