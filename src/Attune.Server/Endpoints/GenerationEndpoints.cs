using System.Globalization;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Generations;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>The models kept, and which of them answers.</summary>
static class GenerationEndpoints
{
    const string Group = "Generations";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/generations", ListAsync, new()
        {
            Group = Group,
            Summary = "Lists the generations kept, newest first.",
            Scope = ApiScope.Write,
            Answer = typeof(GenerationsAnswer),
        });
        routes.Map("POST", "/v1/generations/{number}/promote", PromoteAsync, new()
        {
            Group = Group,
            Summary = "Puts a kept generation in service, as to go back after a bad one.",
            Scope = ApiScope.Admin,
            Answer = typeof(GenerationInfo),
            Problems = [404],
        });
    }

    static async Task ListAsync(HttpContext context)
    {
        var workspace = Caller.Of(context).Tenant.Workspace;
        var kept = await workspace.Shelf.ListAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(
            context, new GenerationsAnswer(Infos(kept, workspace.Shelf.Holder)), WireJson.Default.GenerationsAnswer);
    }

    static async Task PromoteAsync(HttpContext context)
    {
        var faults = new Faults();
        var number = Number(context, faults);
        if (faults.Any)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        var manifest = await Caller.Of(context).Tenant.Workspace.PromoteAsync(number, context.RequestAborted);
        await (manifest is null
            ? ProblemAnswer.WriteAsync(context, ProblemKinds.NotFound(await KeptAsync(context, number)))
            : JsonAnswer.WriteAsync(context, Info(manifest, number), WireJson.Default.GenerationInfo));
    }

    /// <summary>The number in the path; 0, and a fault, where it is none.</summary>
    internal static int Number(HttpContext context, Faults faults)
    {
        var text = context.Request.RouteValues["number"] as string ?? "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1)
        {
            return number;
        }

        faults.Add("number", text, "A generation's number, 1 or more.");
        return 0;
    }

    /// <summary>Says that a generation is not kept, and which are.</summary>
    internal static async Task<string> KeptAsync(HttpContext context, int number)
    {
        var kept = await Caller.Of(context).Tenant.Workspace.Shelf.ListAsync(context.RequestAborted);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Generation {number} is not kept; {(kept.Count == 0 ? "none is" : $"kept: {string.Join(", ", kept.Select(manifest => manifest.Number))}")}.");
    }

    static GenerationInfo[] Infos(IReadOnlyList<GenerationManifest> kept, GenerationHolder holder)
    {
        using var lease = holder.Acquire();
        var inService = lease?.Generation;
        return
        [
            .. kept.Select(manifest => Info(manifest, inService?.Manifest.Number ?? 0) with
            {
                RetrievalRecall = manifest.Number == inService?.Manifest.Number ? inService.Scan.Recall : null,
            }),
        ];
    }

    static GenerationInfo Info(GenerationManifest manifest, int inService) => new()
    {
        Number = manifest.Number,
        InService = manifest.Number == inService,
        TrainedAt = manifest.TrainedAt.ToDateTimeOffset(),
        TrainingSeconds = manifest.TrainingTook.TotalSeconds,
        Seed = manifest.Seed,
        Log = manifest.Log.ToString(),
        DataFingerprint = manifest.DataFingerprint,
        Checksum = manifest.Checksum,
        Bytes = manifest.Bytes,
        Users = manifest.Users,
        Items = manifest.Items,
        Interactions = manifest.Interactions,
        Settings = manifest.Settings,
        Metrics = manifest.Metrics,
        Verdict = manifest.Verdict,
    };
}
