using System.Globalization;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending.Scenarios;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Named placements: listed, saved, gone back to.</summary>
static class ScenarioEndpoints
{
    /// <summary>The heading they stand under.</summary>
    internal const string Group = "Scenarios";

    static readonly IntegerParameter Expected = new(
        "version", 0, int.MaxValue, 0, "The version the change was made from, 0 for none: refused where another is in force by now.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/scenarios", ListAsync, Reading("Lists the scenarios in force, by name.") with { Answer = typeof(ScenariosAnswer) });
        routes.Map("GET", "/v1/scenarios/{name}", FindAsync, Reading("Shows a scenario.") with { Answer = typeof(ScenarioInfo), Problems = [404] });
        routes.Map("GET", "/v1/scenarios/{name}/versions", VersionsAsync, Reading("Lists the versions kept of a scenario, newest first.") with
        {
            Answer = typeof(ScenariosAnswer),
            Problems = [404],
        });
        routes.Map("PUT", "/v1/scenarios/{name}", SaveAsync, Changing("Saves a scenario: the next question follows it.") with
        {
            Remarks = "The whole scenario is given; what is left out is as the server's settings have it. A condition that does not hold together is refused with its place and what was probably meant. Warnings say where lists would be empty.",
            Query = [Expected],
            Body = typeof(ScenarioInfo),
            Answer = typeof(ScenarioInfo),
            Problems = [409, 413, 415],
        });
        routes.Map("POST", "/v1/scenarios/{name}/rollback", RollBackAsync, Changing("Saves an earlier version again, as the newest.") with
        {
            Body = typeof(ScenarioRollback),
            Answer = typeof(ScenarioInfo),
            Problems = [404, 413, 415],
        });
        routes.Map("DELETE", "/v1/scenarios/{name}", RemoveAsync, Changing("Takes a scenario out of force; its questions follow the scenario default.") with
        {
            Status = StatusCodes.Status204NoContent,
            Problems = [404],
        });
    }

    static EndpointDescription Reading(string summary) => new() { Group = Group, Summary = summary, Scope = ApiScope.Read };

    static EndpointDescription Changing(string summary) => new() { Group = Group, Summary = summary, Scope = ApiScope.Write };

    /// <summary>The scenarios of who asks.</summary>
    internal static ScenarioShelf Shelf(HttpContext context) => Caller.Of(context).Tenant.Workspace.Scenarios;

    static string Name(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    static Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, new ScenariosAnswer([.. Shelf(context).List().Select(ScenarioText.Of)]), WireJson.Default.ScenariosAnswer);

    static Task FindAsync(HttpContext context) => Shelf(context).Versions(Name(context)) is [var newest, ..]
        ? JsonAnswer.WriteAsync(context, ScenarioText.Of(newest), WireJson.Default.ScenarioInfo)
        : MissingAsync(context);

    static Task VersionsAsync(HttpContext context) => Shelf(context).Versions(Name(context)) is { Count: > 0 } versions
        ? JsonAnswer.WriteAsync(context, new ScenariosAnswer([.. versions.Select(ScenarioText.Of)]), WireJson.Default.ScenariosAnswer)
        : MissingAsync(context);

    static Task SaveAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        (body, faults) => (Expected: Expected.ReadGiven(context.Request, faults), Scenario: ScenarioBody.Read(Name(context), body, faults)),
        async asked => await AnswerAsync(context, await Shelf(context).SaveAsync(asked.Scenario, asked.Expected, context.RequestAborted)));

    static Task RollBackAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        (body, faults) =>
        {
            var fields = new BodyFields(body, "", faults);
            fields.RefuseOthers("version");
            var version = fields.Integer("version", 1, int.MaxValue);
            if (version is null && !faults.Any)
            {
                faults.Add("version", null, "Required.");
            }

            return version;
        },
        async version => await AnswerAsync(context, await Shelf(context).RollBackAsync(Name(context), version!.Value, context.RequestAborted)));

    static async Task RemoveAsync(HttpContext context)
    {
        if (await Shelf(context).RemoveAsync(Name(context), context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await MissingAsync(context);
    }

    static Task AnswerAsync(HttpContext context, ScenarioOutcome outcome) => outcome switch
    {
        ScenarioOutcome.Saved(var scenario, var at, var warnings) => JsonAnswer.WriteAsync(
            context,
            ScenarioText.Of(scenario) with { SavedAt = at.ToDateTimeOffset(), Warnings = warnings },
            WireJson.Default.ScenarioInfo),
        ScenarioOutcome.Refused(var refused) => ProblemAnswer.WriteAsync(context, Problem(refused)),
        ScenarioOutcome.Outdated(var version) => ProblemAnswer.WriteAsync(context, ProblemKinds.Conflict(string.Create(
            CultureInfo.InvariantCulture, $"Version {version} of '{Faults.Cut(Name(context))}' is in force; read it and make the change again."))),
        _ => MissingAsync(context),
    };

    /// <summary>The faults of a scenario as a problem.</summary>
    internal static Problem Problem(IReadOnlyList<ScenarioFault> refused)
    {
        var faults = new Faults();
        foreach (var fault in refused)
        {
            faults.Add(fault.Field, fault.Value, fault.Limit, fault.Filter?.Position, fault.Filter?.Suggestion);
        }

        return ProblemKinds.Invalid(faults.Errors);
    }

    static Task MissingAsync(HttpContext context) => ProblemAnswer.WriteAsync(
        context, ProblemKinds.NotFound($"There is no scenario '{Faults.Cut(Name(context))}', or none of that version."));
}
