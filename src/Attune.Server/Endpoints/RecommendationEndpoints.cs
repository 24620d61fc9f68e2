using Attune.Access;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Recommending;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Questions and answers.</summary>
static class RecommendationEndpoints
{
    const string Group = "Recommendations";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/users/{id}/recommendations", OfUserAsync, new()
        {
            Group = Group,
            Summary = "Recommends items to a user.",
            Remarks = "A user never seen gets what is trending. Items bought, disliked or hidden are left out. An answer without some of the events is not kept.",
            Scope = ApiScope.Read,
            Query = [.. RecommendationParameters.ForUser, RecommendationParameters.Without],
            Answer = typeof(RecommendationAnswer),
        });
        routes.Map("GET", "/v1/users/{id}/generations/{number}/recommendations", ByGenerationAsync, new()
        {
            Group = Group,
            Summary = "Recommends items to a user by a generation that is kept, in service or not.",
            Remarks = "To set two side by side. All else is as it is now: profile, stream, scenario, catalog. Nothing of the answer is kept, counted or learned from. Items written since the generation in service was trained are in its lists only. "
                + "One generation beside the one in service stays loaded; asking for another loads it, which takes as long as its file is large.",
            Scope = ApiScope.Write,
            Query = [.. RecommendationParameters.ForUser, RecommendationParameters.Without],
            Answer = typeof(RecommendationAnswer),
            Problems = [404],
            Longest = TimeSpan.FromMinutes(1),
        });
        routes.Map("GET", "/v1/items/{id}/recommendations", OfItemAsync, new()
        {
            Group = Group,
            Summary = "Recommends what resembles an item, goes with it, or is bought after it was looked at.",
            Remarks = "Which of these, relation says. A list that would be too short is filled up with what is trending; reason says so. Complements of the past come with a training, those of the moment with the stream.",
            Scope = ApiScope.Read,
            Query = RecommendationParameters.ForItem,
            Answer = typeof(RecommendationAnswer),
        });
        routes.Map("POST", "/v1/recommendations", AskAsync, new()
        {
            Group = Group,
            Summary = "Recommends by the general question: user, visit, item or cart, and what the visitor did just now.",
            Scope = ApiScope.Read,
            Body = typeof(RecommendationQuestion),
            Answer = typeof(RecommendationAnswer),
            Problems = [413, 415],
        });
    }

    static Task OfUserAsync(HttpContext context) => PathId.WithAsync(
        context,
        faults => RecommendationParameters.Read(context.Request, faults) with { Without = RecommendationParameters.Without.Read(context.Request, faults) },
        (user, request) => AnswerAsync(context, request with { User = new UserId(user) }));

    static Task ByGenerationAsync(HttpContext context) => PathId.WithAsync(
        context,
        faults => (
            Number: GenerationEndpoints.Number(context, faults),
            Request: RecommendationParameters.Read(context.Request, faults) with { Without = RecommendationParameters.Without.Read(context.Request, faults) }),
        async (user, asked) =>
        {
            var generations = Caller.Of(context).Tenant.Workspace.OtherGenerations;
            var outcome = await generations.RecommendAsync(asked.Request with { User = new UserId(user) }, asked.Number, context.RequestAborted);
            await (outcome is null
                ? ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound(await GenerationEndpoints.KeptAsync(context, asked.Number)))
                : WriteAsync(context, outcome));
        });

    static Task OfItemAsync(HttpContext context) => PathId.WithAsync(
        context,
        faults => RecommendationParameters.ReadWithVisitor(context.Request, faults),
        (item, request) => AnswerAsync(context, request with { Item = new ItemId(item) }));

    static Task AskAsync(HttpContext context) => JsonBody.WithAsync(context, RecommendationBody.Read, request => AnswerAsync(context, request));

    /// <summary>Asks, and answers.</summary>
    internal static async Task AnswerAsync(HttpContext context, RecommendationRequest request)
    {
        var recommender = Caller.Of(context).Tenant.Workspace.Recommender;
        await WriteAsync(context, await recommender.RecommendAsync(request, context.RequestAborted));
    }

    /// <summary>Answers with what became of a question.</summary>
    internal static async Task WriteAsync(HttpContext context, RecommendOutcome outcome)
    {
        switch (outcome)
        {
            case RecommendOutcome.Answered(var recommendation):
                context.Response.ContentType = JsonAnswer.ContentType;
                RecommendationText.Write(context.Response.BodyWriter, recommendation);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                break;
            case RecommendOutcome.Refused(var field, var value, var limit, var fault):
                await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(field, value, limit, fault?.Position, fault?.Suggestion));
                break;
        }
    }
}
