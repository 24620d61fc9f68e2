using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Live;
using Attune.Recommending.Lists;
using Attune.Recommending;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Lists of other kinds than what somebody may like.</summary>
static class ListEndpoints
{
    const string Group = "Lists";

    static readonly TextParameter HalfLife = new(
        "halfLife", 16, "How soon what is taken up is forgotten, as 1h, 1d or 7d: one of those the settings count; all of them together where none is named.");

    static readonly TextParameter Segment = new(
        "segment", 320, "Among the users of one value of a property of theirs, as country:NO; the setting audience.segments names the properties. Not with halfLife.");

    static readonly TextParameter Text = new("q", 512, "What was typed. Its last word is taken as a beginning too, unless a space follows it.") { IsRequired = true };

    static readonly IntegerParameter Personal = new(
        "personal", 0, 100, 30, "How much the taste of the user or visit counts, in percent of what the text does; 0 orders by the text alone.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("POST", "/v1/rerank", RerankAsync, Asking("Puts given items in order for a user or visit.") with
        {
            Remarks = "All of them, scored as recommendations are; what nothing is known of stays behind in the order given. Items that may not be shown are named in left.",
            Body = typeof(RerankQuestion),
            Problems = [413, 415],
        });
        routes.Map("POST", "/v1/pages", PageAsync, Asking("Makes a whole page of lists, no item in two of them.") with
        {
            Remarks = "Each row is made as its kind and scenario have it, from what the rows before it left. A row with fewer items than its minimum is left out and named in dropped, unless it is to be filled up.",
            Body = typeof(PageQuestion),
            Answer = typeof(PageAnswer),
            Problems = [413, 415],
        });
        routes.Map("GET", "/v1/users/{id}/recently-viewed", (context) => OfUserAsync(context, Lists(context).RecentlyViewedAsync), Asking("Lists what a user took up last, the latest first.") with
        {
            Remarks = "From the last interactions that are kept of a user; each item once. What they dislike or hid is left out, what they bought is not.",
            Query = RecommendationParameters.ForUser,
        });
        routes.Map("GET", "/v1/users/{id}/buy-again", (context) => OfUserAsync(context, Lists(context).BuyAgainAsync), Asking("Lists what a user bought before, by how likely they want it again now.") with
        {
            Remarks = "By how often they bought it, how often others buy it again, and whether the usual time between two purchases has passed. Rates and times come with a training.",
            Query = RecommendationParameters.ForUser,
        });
        routes.Map("GET", "/v1/trending", TrendingAsync, Asking("Lists what many take up just now.") with
        {
            Remarks = "Of a part of the catalog by a filter. With userId without what that user bought, dislikes or hid.",
            Query = [HalfLife, Segment, .. RecommendationParameters.ForAnybody],
        });
        routes.Map("GET", "/v1/search", SearchAsync, Asking("Finds items by their texts.") with
        {
            Remarks = "Words are compared without case and diacritics, over all text properties and sets by their weights (settings, search). A word of 5 letters or more that no item holds finds those one mistake of typing away. What the user disliked or hid is not found.",
            Query = [Text, Personal, .. RecommendationParameters.ForAnybody],
        });
    }

    static EndpointDescription Asking(string summary) => new()
    {
        Group = Group,
        Summary = summary,
        Scope = ApiScope.Read,
        Answer = typeof(RecommendationAnswer),
    };

    static ItemLists Lists(HttpContext context) => Caller.Of(context).Tenant.Workspace.Lists;

    static Task RerankAsync(HttpContext context) =>
        JsonBody.WithAsync(context, RecommendationBody.ReadGiven, request => RecommendationEndpoints.AnswerAsync(context, request));

    static Task PageAsync(HttpContext context) => JsonBody.WithAsync(context, PageBody.Read, request => PageAsync(context, request));

    static async Task PageAsync(HttpContext context, PageRequest request)
    {
        switch (await Lists(context).PageAsync(request, context.RequestAborted))
        {
            case PageOutcome.Answered(var page):
                context.Response.ContentType = JsonAnswer.ContentType;
                PageText.Write(context.Response.BodyWriter, page);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                break;
            case PageOutcome.Refused(var (field, value, limit, fault)):
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(field, value, limit, fault?.Position, fault?.Suggestion));
                break;
        }
    }

    static Task OfUserAsync(HttpContext context, Func<RecommendationRequest, CancellationToken, ValueTask<RecommendOutcome>> make) => PathId.WithAsync(
        context,
        faults => RecommendationParameters.Read(context.Request, faults),
        async (user, request) => await RecommendationEndpoints.WriteAsync(context, await make(request with { User = new UserId(user) }, context.RequestAborted)));

    static async Task TrendingAsync(HttpContext context)
    {
        var (faults, lists) = (new Faults(), Lists(context));
        var request = RecommendationParameters.ReadForAnybody(context.Request, faults);
        var halfLife = HalfLifeOf(HalfLife.Read(context.Request, faults), lists, faults);
        var segment = Segment.Read(context.Request, faults);
        if (segment is not null && halfLife is not null)
        {
            faults.Add("halfLife", HalfLifeText.Of(halfLife.Value), "Segments are counted at one half-life, the setting audience.segmentHalfLife.");
        }

        if (faults.Any)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        await RecommendationEndpoints.WriteAsync(
            context,
            segment is null
                ? await lists.TrendingAsync(request, halfLife, context.RequestAborted)
                : await lists.TrendingAsync(request, segment, context.RequestAborted));
    }

    static async Task SearchAsync(HttpContext context)
    {
        var faults = new Faults();
        var request = RecommendationParameters.ReadForAnybody(context.Request, faults);
        var personal = Personal.Read(context.Request, faults);
        if (Text.Read(context.Request, faults) is not { } text)
        {
            if (!faults.Any)
            {
                faults.Add("q", null, "Required.");
            }

            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        await (faults.Any
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors))
            : RecommendationEndpoints.WriteAsync(context, await Lists(context).SearchAsync(request, text, personal / 100.0, context.RequestAborted)));
    }

    static TimeSpan? HalfLifeOf(string? name, ItemLists lists, Faults faults)
    {
        if (name is null)
        {
            return null;
        }

        foreach (var halfLife in lists.HalfLives)
        {
            if (HalfLifeText.Of(halfLife) == name)
            {
                return halfLife;
            }
        }

        var names = lists.HalfLives.Select(HalfLifeText.Of).ToList();
        faults.Add("halfLife", name, $"One of {string.Join(", ", names)}.", null, NearestName.Of(name, names));
        return null;
    }
}
