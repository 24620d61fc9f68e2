using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending.Scenarios;
using Attune.Recommending.Scenarios.Previewing;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>What a scenario would change, before it is saved.</summary>
static class PreviewEndpoints
{
    static readonly IntegerParameter Questions = new(
        "questions", 1, ScenarioPreview.MostQuestions, ScenarioPreview.DefaultQuestions, "Most questions to answer again, the last ones asked.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map("POST", "/v1/scenarios/{name}/preview", PreviewAsync, new()
        {
            Group = ScenarioEndpoints.Group,
            Summary = "Shows what a scenario would change: the last questions are answered by the one in force and by the one given.",
            Remarks = "The body is what PUT takes; nothing is saved. The last questions of the scenario's own are asked again or, where there are fewer than 20, those of all scenarios; nothing of it is kept, counted or learned from. The effect compares the lists' mean scores by the engine without a scenario's rules: an estimate, not a measurement.",
            Scope = ApiScope.Write,
            Query = [Questions],
            Body = typeof(ScenarioInfo),
            Answer = typeof(PreviewInfo),
            Problems = [413, 415],
            Longest = TimeSpan.FromMinutes(2),
        });

    static Task PreviewAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        (body, faults) => (
            Questions: Questions.Read(context.Request, faults),
            Proposed: ScenarioBody.Read(context.Request.RouteValues["name"] as string ?? "", body, faults)),
        asked => PreviewAsync(context, asked.Proposed, asked.Questions));

    static async Task PreviewAsync(HttpContext context, Scenario proposed, int questions)
    {
        var previews = Caller.Of(context).Tenant.Workspace.Previews;
        await (await previews.RunAsync(proposed, questions, context.RequestAborted) switch
        {
            PreviewOutcome.Made(var report) => JsonAnswer.WriteAsync(context, Info(report), WireJson.Default.PreviewInfo),
            PreviewOutcome.Refused(var refused) => ProblemAnswer.WriteAsync(context, ScenarioEndpoints.Problem(refused)),
            _ => Task.CompletedTask,
        });
    }

    static PreviewInfo Info(PreviewReport report) => new()
    {
        Questions = report.Questions,
        Of = report.OwnQuestions ? "scenario" : "workspace",
        InForce = report.InForce,
        ChangedSlots = report.ChangedSlots,
        Overlap = report.Overlap,
        Effect = report.Effect,
        Before = Lists(report.Before),
        After = Lists(report.After),
        Gaining = [.. report.Gaining.Select(Places)],
        Losing = [.. report.Losing.Select(Places)],
        Warnings = report.Warnings,
        Note = report.Questions == 0 ? "No question was asked that is still kept: there is nothing to preview by." : null,
    };

    static PreviewLists Lists(PreviewSide side) => new(side.Empty, side.TooShort, side.Coverage, side.Categories);

    static PreviewPlaces Places(PreviewMove move) => new(move.Item.Value, move.Before, move.After);
}
