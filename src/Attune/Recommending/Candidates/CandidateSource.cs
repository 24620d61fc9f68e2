namespace Attune.Recommending.Candidates;

/// <summary>Where a candidate came from; the value is its place in a candidate's parts.</summary>
enum CandidateSource
{
    Similar,
    Together,
    Next,
    Bought,
    Taste,
    Trending,
    Popular,
    New,
}

/// <summary>The sources' names on the wire.</summary>
static class CandidateSources
{
    public const int Count = 8;

    static readonly string[] Names = ["similar", "together", "next", "bought", "taste", "trending", "popular", "new"];

    /// <summary>Those that may be weighed; what is new only fills up.</summary>
    public static IReadOnlyList<string> Weighed { get; } = Names[..^1];

    public static string NameOf(CandidateSource source) => Names[(int)source];
}
