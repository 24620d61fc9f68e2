namespace Attune.History.Surveying;

/// <summary>What a history can say of the soundness of the events it holds: counts, and no judgement.</summary>
/// <remarks>
/// <para><b>Cost.</b> Each question reads a few columns of the whole table or of the time asked for, once; none is for the path of a request.
/// Cancelling ends it within a second.</para>
/// <para>Merges are left out everywhere: they are the system's own.</para>
/// </remarks>
public interface IEventSurvey
{
    /// <summary>Events by type, and which ids they lack; by ascending name of the type.</summary>
    ValueTask<IReadOnlyList<TypeTally>> TypesAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>Events by type that happened lately and earlier, whenever they were accepted; by ascending name of the type.</summary>
    ValueTask<IReadOnlyList<MixTally>> MixAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>What was said again of the same profile, item and type within <see cref="SurveyQuery.RepeatWithin"/> of the one before.</summary>
    ValueTask<RepeatTally> RepeatsAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>How far the senders' clocks are from this system's, by what their events name as <c>source</c> in their context.</summary>
    ValueTask<ClockTally> ClocksAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>Profiles that did more in a minute or a day of UTC than the query allows.</summary>
    ValueTask<RateTally> RatesAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>Every item that an event of the whole history names.</summary>
    ValueTask<IReadOnlyList<ItemTally>> ItemsAsync(SurveyQuery query, CancellationToken cancellation);

    /// <summary>The recommendation ids that the events accepted last name, each once, the latest first; ties by id.</summary>
    /// <param name="query">Which events.</param>
    /// <param name="most">How many ids, 1 or more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ValueTask<IReadOnlyList<string>> RecommendationIdsAsync(SurveyQuery query, int most, CancellationToken cancellation);
}
