using Attune.Access;
using Attune.Client.Wire;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Lists of other kinds than what somebody may like.</summary>
static class ListEndpoints
{
    const string Group = "Lists";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("POST", "/v1/rerank", RerankAsync, new()
    {
        Group = Group,
        Summary = "Puts given items in order for a user or visit.",
        Remarks = "All of them, scored as recommendations are; what nothing is known of stays behind in the order given. Items that may not be shown are named in left.",
        Scope = ApiScope.Read,
        Body = typeof(RerankQuestion),
        Answer = typeof(RecommendationAnswer),
        Problems = [413, 415],
    });

    static async Task RerankAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body is null)
        {
            return;
        }

        var faults = new Faults();
        var request = RecommendationBody.ReadGiven(body.Root, faults);
        await (faults.Any
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors))
            : RecommendationEndpoints.AnswerAsync(context, request));
    }
}
