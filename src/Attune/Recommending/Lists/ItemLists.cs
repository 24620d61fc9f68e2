namespace Attune.Recommending.Lists;

/// <summary>Lists of other kinds than what somebody may like best, for one workspace.</summary>
/// <remarks>
/// <b>The same for all.</b> They hold listed items that pass the request's filter and the scenario's, and are not excluded by either:
/// what may not be recommended is in none of them. <see cref="RecommendationRequest.After"/> and
/// <see cref="RecommendationRequest.Deadline"/> hold as they do for recommendations. Of somebody never seen the lists of their own
/// are empty.
/// </remarks>
/// <param name="recommender">Makes them.</param>
public sealed class ItemLists(Recommender recommender)
{
    /// <summary>What the user or visit took up last, the latest first; what they dislike or hid is left out.</summary>
    public ValueTask<RecommendOutcome> RecentlyViewedAsync(RecommendationRequest request, CancellationToken cancellation) =>
        MakeAsync(request, RecentlyViewed.Instance, cancellation);

    /// <summary>What the user bought before, by how likely they want it again now.</summary>
    public ValueTask<RecommendOutcome> BuyAgainAsync(RecommendationRequest request, CancellationToken cancellation) =>
        MakeAsync(request, BuyAgain.Instance, cancellation);

    /// <summary>What many take up just now; without what the user, where one is named, bought, dislikes or hid.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="halfLife">One of <see cref="HalfLives"/>; null for all of them, weighed by evidence. Scores are summed strengths for one, shares for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<RecommendOutcome> TrendingAsync(RecommendationRequest request, TimeSpan? halfLife, CancellationToken cancellation) =>
        halfLife is { } wanted && !HalfLives.Contains(wanted)
            ? new(new RecommendOutcome.Refused("halfLife", wanted.ToString(), $"One of {string.Join(", ", HalfLives)}."))
            : MakeAsync(request, new TrendingNow(halfLife), cancellation);

    /// <summary>A page of rows, no item in two of them, with one reading of the profile.</summary>
    public ValueTask<PageOutcome> PageAsync(PageRequest request, CancellationToken cancellation) =>
        new PageMaking(recommender, request).MakeAsync(cancellation);

    /// <summary>The half-lives at which what trends is counted, ascending.</summary>
    public IReadOnlyList<TimeSpan> HalfLives => recommender.HalfLives;

    ValueTask<RecommendOutcome> MakeAsync(RecommendationRequest request, IListKind kind, CancellationToken cancellation) =>
        RequestRules.FaultOf(request) is { } fault ? new(fault) : recommender.AskAsync(request, kind, null, cancellation);
}
