using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Attune.Server.Endpoints;

/// <summary>Answers that were given: looked at, gone on with, made again.</summary>
static class AnswerEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/recommendations/{id}", FindAsync, Of("Shows an answer as it was given, and what each candidate source gave its items.") with
        {
            Remarks = "Kept in memory for as long as the settings recommend.answersAge and recommend.answersBytes say, on the disk for as long as answers.retainFor and answers.retainBytes do.",
            Answer = typeof(RecordedAnswer),
        });
        routes.Map("POST", "/v1/recommendations/{id}/next", NextAsync, Of("Goes on with an answer: the following items of the same question.") with
        {
            Remarks = "By what is known now; without what the answer, or any that followed it, showed in the last 30 minutes (setting recommend.withoutRepeats). The body may be left out.",
            Body = typeof(NextQuestion),
            BodyIsOptional = true,
            Answer = typeof(RecommendationAnswer),
            Problems = [404, 413, 415],
        });
        routes.Map("POST", "/v1/recommendations/{id}/replay", ReplayAsync, Of("Makes an answer again from what was kept of it, and compares bit for bit.") with
        {
            Remarks = "Ranking and arranging run again as they do for every answer, on the profile, the candidates, the scenario, the generation and the chance of then. Where something is no longer what it was, the reasons say so. Nothing is stored.",
            Answer = typeof(ReplayAnswer),
        });
    }

    static EndpointDescription Of(string summary) => new()
    {
        Group = "Recommendations",
        Summary = summary,
        Scope = ApiScope.Read,
        Problems = [404],
    };

    static PastAnswers Answers(HttpContext context) => Caller.Of(context).Tenant.Workspace.Answers;

    static async Task FindAsync(HttpContext context)
    {
        var id = Id(context);
        await (await Answers(context).FindAsync(id, context.RequestAborted) is { } record
            ? JsonAnswer.WriteAsync(context, RecordedAnswerText.Of(record), WireJson.Default.RecordedAnswer)
            : MissingAsync(context, id));
    }

    static async Task NextAsync(HttpContext context)
    {
        var id = Id(context);
        var faults = new Faults();
        int? count = null;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            using var body = await JsonBody.ReadAsync(context);
            if (body is null)
            {
                return;
            }

            var fields = new BodyFields(body.Root, "", faults);
            fields.RefuseOthers("count");
            count = fields.Integer("count", 1, RecommendationRequest.MaxCount);
        }

        await (faults.Any ? ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors))
            : await Answers(context).NextAsync(id, count, context.RequestAborted) is { } outcome
                ? RecommendationEndpoints.WriteAsync(context, outcome)
                : MissingAsync(context, id));
    }

    static async Task ReplayAsync(HttpContext context)
    {
        var id = Id(context);
        await (await Answers(context).ReplayAsync(id, context.RequestAborted) is { } replay
            ? JsonAnswer.WriteAsync(context, RecordedAnswerText.Of(id, replay), WireJson.Default.ReplayAnswer)
            : MissingAsync(context, id));
    }

    static string Id(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";

    static Task MissingAsync(HttpContext context, string id) =>
        ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"No answer '{Faults.Cut(id)}' is kept: it was not given here, or too long ago."));
}
