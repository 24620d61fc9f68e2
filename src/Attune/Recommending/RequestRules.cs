using System.Globalization;
using Attune.Filtering;

namespace Attune.Recommending;

/// <summary>What a question may ask.</summary>
static class RequestRules
{
    const int MostExclude = 1_000;
    const int ShownCharacters = 64;

    /// <summary>The first thing wrong, or null.</summary>
    public static RecommendOutcome.Refused? FaultOf(RecommendationRequest request)
    {
        var mostCount = request.Given.Count > 0 ? RecommendationRequest.MaxGiven : RecommendationRequest.MaxCount;
        if (request.Count is { } count && (count < 1 || count > mostCount))
        {
            return Refuse("count", count, $"A count is 1 to {mostCount}.");
        }

        if (request.Given.Count > RecommendationRequest.MaxGiven)
        {
            return Refuse("items", request.Given.Count, $"At most {RecommendationRequest.MaxGiven} items are put in order.");
        }

        if (request.Columns.Count > RecommendationRequest.MaxColumns)
        {
            return Refuse("columns", request.Columns.Count, $"At most {RecommendationRequest.MaxColumns} columns are worked out.");
        }

        if (request.Cart.Count > RecommendationRequest.MaxCart)
        {
            return Refuse("cart", request.Cart.Count, $"A cart holds at most {RecommendationRequest.MaxCart} items.");
        }

        if (request.Cart.Count > 0 && request.Item is not null)
        {
            return Refuse("cart", request.Cart.Count, "A question is about an item or about a cart: give one of them.");
        }

        if (request.Deadline <= TimeSpan.Zero || request.Deadline > RecommendationRequest.MaxDeadline)
        {
            return Refuse(
                "deadline",
                request.Deadline.TotalMilliseconds,
                $"A deadline is above 0 and at most {RecommendationRequest.MaxDeadline.TotalMilliseconds} ms.");
        }

        if (request.Events.Count > RecommendationRequest.MaxEvents)
        {
            return Refuse("events", request.Events.Count, $"A question carries at most {RecommendationRequest.MaxEvents} events.");
        }

        if (request.Relation is { } relation and not ItemRelation.Similar && request.Item is null && request.Cart.Count == 0)
        {
            return new("relation", ItemRelations.Names[(int)relation], "A relation is to an item or a cart: give itemId or cart.");
        }

        if (request.Include.Count > RecommendationRequest.MaxInclude)
        {
            return Refuse("include", request.Include.Count, $"An answer is restricted to at most {RecommendationRequest.MaxInclude} items.");
        }

        if (request.Without.Count > RecommendationRequest.MaxWithout)
        {
            return Refuse("without", request.Without.Count, $"At most {RecommendationRequest.MaxWithout} events are left out.");
        }

        return request.Exclude.Count > MostExclude
            ? Refuse("exclude", request.Exclude.Count, $"A question excludes at most {MostExclude} items.")
            : null;
    }

    public static RecommendOutcome.Refused Refuse(string filter, FilterFault fault, string field = "filter") =>
        new(field, Cut(filter), fault.Message, fault);

    static RecommendOutcome.Refused Refuse(string field, double value, string limit) =>
        new(field, value.ToString(CultureInfo.InvariantCulture), limit);

    static string Cut(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters];
}
