using System.Text.Json;
using System.Globalization;
using Attune.Access;
using Attune.Client.Wire;
using Attune.Recommending.Exploring;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>What new items are promised, how it is kept, and what it costs.</summary>
static class ExposureEndpoints
{
    const int MostImpressions = 1_000_000;
    const double LeastHours = 1, MostHours = 720;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/exposure", ReportAsync, Exposure("Says how the promise to new items is kept, and what exploring has cost.") with
        {
            Remarks = "The regret is in clicks: for each explored impression what the item it displaced was expected to bring in its place, less what it was expected to bring itself, by the ranker as it was then.",
            Scope = ApiScope.Read,
        });
        routes.Map("PUT", "/v1/exposure", SaveAsync, Exposure("Promises every new item so many impressions within so many hours.") with
        {
            Remarks = "Holds for items listed from now on. Items behind come first in the places that scenarios explore, and in no others: where no scenario explores, nothing is done about them.",
            Body = typeof(ExposurePromise),
            Problems = [413, 415],
        });
        routes.Map("DELETE", "/v1/exposure", RemoveAsync, Exposure("Promises nothing any more.") with { Answer = null, Status = StatusCodes.Status204NoContent });
    }

    static EndpointDescription Exposure(string summary) =>
        new() { Group = "Exposure", Summary = summary, Scope = ApiScope.Write, Answer = typeof(ExposureAnswer) };

    static ExposureBook Book(HttpContext context) => Caller.Of(context).Tenant.Workspace.Exposure;

    static Task ReportAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, Answer(Book(context).Report()), WireJson.Default.ExposureAnswer);

    static Task SaveAsync(HttpContext context) => JsonBody.WithAsync(
        context,
        Read,
        async contract =>
        {
            await Book(context).SaveAsync(contract, context.RequestAborted);
            await ReportAsync(context);
        });

    static ExposureContract? Read(JsonElement body, Faults faults)
    {
        var fields = new BodyFields(body, "", faults);
        fields.RefuseOthers("impressions", "hours");
        var areGiven = fields.TryGet("impressions", required: true, out _) & fields.TryGet("hours", required: true, out _);
        var impressions = areGiven ? fields.Integer("impressions", 1, MostImpressions) : null;
        var hours = areGiven ? fields.Number("hours") : null;
        if (hours is < LeastHours or > MostHours)
        {
            faults.Add("hours", hours.Value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"A number from {LeastHours} to {MostHours}."));
        }

        return faults.Any ? null : new ExposureContract(impressions!.Value, TimeSpan.FromHours(hours!.Value));
    }

    static async Task RemoveAsync(HttpContext context)
    {
        await Book(context).SaveAsync(null, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    static ExposureAnswer Answer(ExposureReport report) => new()
    {
        Contract = report.Contract is { } contract ? new ExposurePromise(contract.Impressions, contract.Within.TotalHours) : null,
        Promised = report.Promised,
        Met = report.Met,
        Behind = report.Behind,
        Ended = report.Ended,
        Kept = report.Kept,
        Explored = report.Explored,
        ExploredTaken = report.ExploredTaken,
        Regret = report.Regret,
        Items = [.. report.Items.Select(item => new ExposedItemInfo(item.Item.Value, item.Born.ToDateTimeOffset(), item.Impressions, item.Due))],
    };
}
