using Attune.Access;
using Attune.Client.Wire;
using Attune.Examining;
using Attune.Operating.Checking;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>What is wrong with the data that is held.</summary>
static class DataEndpoints
{
    static readonly IntegerParameter Days = new(
        "days", 1, DataDoctor.MostDays, DataDoctor.DefaultDays, "Events accepted in so many days are looked at; items are looked for in the whole history.");

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("GET", "/v1/data/findings", FindingsAsync, new()
    {
        Group = "Data",
        Summary = "Shows what is wrong with the data that is held: repeats, orphans, clocks, bots, missing ids, drift.",
        Remarks = "Each finding has its severity, count and share, up to five examples, what it means and what to do; what is as it should be is said too. "
            + "Looking takes 8 seconds at most; what there was no time for is named. A report is given again for a minute.",
        Scope = ApiScope.Write,
        Query = [Days],
        Answer = typeof(DataFindingsAnswer),
        Longest = DataDoctor.Budget + TimeSpan.FromSeconds(10),
    });

    static async Task FindingsAsync(HttpContext context)
    {
        var faults = new Faults();
        var days = Days.Read(context.Request, faults);
        if (faults.Any)
        {
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Invalid(faults.Errors));
            return;
        }

        var report = await Caller.Of(context).Tenant.Workspace.DataDoctor.LookAsync(days, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, Answer(report), WireJson.Default.DataFindingsAnswer);
    }

    static DataFindingsAnswer Answer(DataReport report) => new()
    {
        LookedAt = report.At.ToDateTimeOffset(),
        Days = report.Days,
        TookMs = Math.Round(report.Took.TotalMilliseconds, 1),
        Worst = report.Worst.Word(),
        Findings = [.. report.Findings.Select(Info)],
        Unfinished = report.Unfinished,
    };

    static DataFindingInfo Info(DataFinding finding) => new()
    {
        Severity = finding.Severity.Word(),
        Kind = finding.Kind,
        What = finding.What,
        Count = finding.Count,
        Of = finding.Of,
        Share = Math.Round(finding.Share, 6),
        Examples = finding.Examples,
        Why = finding.Why,
        Remedy = finding.Remedy,
    };
}
