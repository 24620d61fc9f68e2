using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending.Answers;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Answers that were given: looked at, gone on with, made again.</summary>
static class AnswerEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/recommendations/{id}", FindAsync, Of("Shows an answer as it was given, and what each candidate source gave its items.") with
        {
            Remarks = "Kept in the memory of the server that gave it, for as long as the settings recommend.answersAge and recommend.answersBytes say.",
            Answer = typeof(RecordedAnswer),
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

    static Task FindAsync(HttpContext context)
    {
        var id = Id(context);
        return Answers(context).TryFind(id, out var record)
            ? JsonAnswer.WriteAsync(context, RecordedAnswerText.Of(record), WireJson.Default.RecordedAnswer)
            : MissingAsync(context, id);
    }

    static string Id(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";

    static Task MissingAsync(HttpContext context, string id) =>
        ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound($"No answer '{Faults.Cut(id)}' is kept: it was not given here, or too long ago."));
}
