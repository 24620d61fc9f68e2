using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending.Scenarios.Presets;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Scenarios to begin with, by industry.</summary>
static class PresetEndpoints
{
    static readonly FlagParameter Replace = new("replace", "Saves also those whose names are in force, as their next versions.");

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/scenarios/presets", ListAsync, new()
        {
            Group = ScenarioEndpoints.Group,
            Summary = "Lists the presets by industry, as they fit the catalog as it stands.",
            Remarks = "A rule over a property that items do not have, or have as another type, is left out; the notes say which.",
            Scope = ApiScope.Read,
            Answer = typeof(PresetsAnswer),
        });
        routes.Map("POST", "/v1/scenarios/presets/{industry}", SaveAsync, new()
        {
            Group = ScenarioEndpoints.Group,
            Summary = "Saves the scenarios of an industry that are not there yet.",
            Remarks = $"Industries: {string.Join(", ", ScenarioPresets.Industries)}.",
            Scope = ApiScope.Write,
            Query = [Replace],
            Answer = typeof(PresetSaved),
        });
    }

    static Task ListAsync(HttpContext context)
    {
        var shelf = ScenarioEndpoints.Shelf(context);
        return JsonAnswer.WriteAsync(
            context,
            new PresetsAnswer([.. ScenarioPresets.Industries.Select(industry => Info(shelf.Preset(industry)!))]),
            WireJson.Default.PresetsAnswer);
    }

    static async Task SaveAsync(HttpContext context)
    {
        var shelf = ScenarioEndpoints.Shelf(context);
        var industry = context.Request.RouteValues["industry"] as string ?? "";
        var faults = new Faults();
        var replace = Replace.Read(context.Request, faults);
        var preset = shelf.Preset(industry);
        if (preset is null)
        {
            faults.Add(
                "industry", industry, $"One of {string.Join(", ", ScenarioPresets.Industries)}.", null,
                NearestName.Of(industry, ScenarioPresets.Industries));
        }

        if (faults.Any)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        await (await shelf.SavePresetAsync(preset!, replace, context.RequestAborted) switch
        {
            PresetOutcome.Saved(var saved, var kept, var notes) =>
                JsonAnswer.WriteAsync(context, new PresetSaved(saved, kept, notes), WireJson.Default.PresetSaved),
            PresetOutcome.Refused(var refused) => ProblemAnswer.WriteAsync(context, ScenarioEndpoints.Problem(refused)),
            _ => Task.CompletedTask,
        });
    }

    static PresetInfo Info(PresetScenarios preset) => new(preset.Industry, [.. preset.Scenarios.Select(ScenarioText.Of)], preset.Notes);
}
