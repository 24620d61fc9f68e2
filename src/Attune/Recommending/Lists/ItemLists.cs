using Attune.Catalog;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending.Lists.Audiences;
using Attune.Searching;

namespace Attune.Recommending.Lists;

/// <summary>Lists of other kinds than what somebody may like best, for one workspace.</summary>
/// <remarks>
/// <b>The same for all.</b> They hold listed items that pass the request's filter and the scenario's, and are not excluded by either:
/// what may not be recommended is in none of them. <see cref="RecommendationRequest.After"/> and
/// <see cref="RecommendationRequest.Deadline"/> hold as they do for recommendations. Of somebody never seen the lists of their own
/// are empty.
/// </remarks>
public sealed class ItemLists
{
    readonly Recommender _recommender;
    readonly ItemCatalog _catalog;
    readonly ItemSearch _search;
    readonly AudienceSettings _audience;

    internal ItemLists(Recommender recommender, ItemCatalog catalog, UserLists users, EngineSettings settings)
    {
        (_recommender, _catalog, Users, _audience) = (recommender, catalog, users, settings.Audience);
        _search = new ItemSearch(catalog, settings.Search);
    }

    /// <summary>Lists of users.</summary>
    public UserLists Users { get; }

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

    /// <summary>What many users of a segment take up just now, by the profiles as they were last gone through (<see cref="UserLists"/>).</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="segment">A property that <see cref="AudienceSettings.Segments"/> names, a colon and a value, as <c>country:NO</c>; a value nobody has gives an empty list.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<RecommendOutcome> TrendingAsync(RecommendationRequest request, string segment, CancellationToken cancellation)
    {
        var property = segment.Split(':')[0];
        if (!_audience.Segments.Contains(property) || !segment.Contains(':', StringComparison.Ordinal))
        {
            var known = _audience.Segments.Count == 0 ? "none is counted: name the property in the setting audience.segments" : string.Join(", ", _audience.Segments);
            return new RecommendOutcome.Refused("segment", segment.Length > 64 ? segment[..64] : segment, $"A property of users, a colon and a value; properties: {known}.");
        }

        if (RequestRules.FaultOf(request) is { } fault)
        {
            return fault;
        }

        var deadline = new Deadline(_recommender.Clock, request.Deadline);
        var audience = await Users.Refresh.CurrentAsync(deadline, cancellation);
        var counted = audience is not null && audience.Segments.TryGetValue(segment, out var found) ? found : [];
        return await _recommender.AskAsync(request, new TrendingInSegment(counted), null, cancellation);
    }

    /// <summary>The values of an item property, as categories or brands, that suit a user, best first.</summary>
    /// <param name="request">For whom, under which conditions; its count is passed over.</param>
    /// <param name="property">A text or set of texts that items have.</param>
    /// <param name="count">Most values.</param>
    /// <param name="items">Most items of each value.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<ValuesOutcome> ValuesAsync(RecommendationRequest request, string property, int count, int items, CancellationToken cancellation)
    {
        var making = new ValuesMaking(_catalog, property);
        request = request with { Count = ValuesMaking.Ranked, Recorded = false };
        if ((RequestRules.FaultOf(request) ?? making.FaultOf()) is { } fault)
        {
            return new ValuesOutcome.Refused(fault);
        }

        var deadline = new Deadline(_recommender.Clock, request.Deadline);
        await _recommender.WaitAsync(request.After, deadline, cancellation);
        var known = await _recommender.ReadAsync(request, deadline, cancellation);
        var left = deadline.Left > TimeSpan.Zero ? deadline.Left : TimeSpan.FromTicks(1);
        switch (await _recommender.AskAsync(request with { After = LogToken.None, Deadline = left }, null, known, cancellation))
        {
            case RecommendOutcome.Answered(var answer):
                var values = making.Make(_recommender.Strengths(known.Profile), answer.Items, count, items);
                return new ValuesOutcome.Answered(new UserValues(values, answer.Generation, deadline.Taken));
            case var refused:
                return new ValuesOutcome.Refused((RecommendOutcome.Refused)refused);
        }
    }

    /// <summary>The items that hold what somebody typed, best match first; those that fit their taste before others that match as well.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="text">What was typed: 1 to 512 UTF-8 bytes, of which the first 16 words count. Without a word in it nothing is found.</param>
    /// <param name="personal">How much taste counts: 0, not at all, to 1, as much as the text.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<RecommendOutcome> SearchAsync(RecommendationRequest request, string text, double personal, CancellationToken cancellation) =>
        text.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(text) > TextQuery.MostBytes
            ? new(new RecommendOutcome.Refused("q", text.Length > 64 ? text[..64] : text, $"A text of 1 to {TextQuery.MostBytes} UTF-8 bytes."))
            : MakeAsync(request, new SearchHits(_search, text, (float)Math.Clamp(personal, 0, 1)), cancellation);

    /// <summary>A page of rows, no item in two of them, with one reading of the profile.</summary>
    public ValueTask<PageOutcome> PageAsync(PageRequest request, CancellationToken cancellation) =>
        new PageMaking(_recommender, request).MakeAsync(cancellation);

    /// <summary>Ends when the texts of all items can be searched that were there at the start.</summary>
    public Task SearchReady => _search.Filled;

    /// <summary>The half-lives at which what trends is counted, ascending.</summary>
    public IReadOnlyList<TimeSpan> HalfLives => _recommender.HalfLives;

    ValueTask<RecommendOutcome> MakeAsync(RecommendationRequest request, IListKind kind, CancellationToken cancellation) =>
        RequestRules.FaultOf(request) is { } fault ? new(fault) : _recommender.AskAsync(request, kind, null, cancellation);
}
