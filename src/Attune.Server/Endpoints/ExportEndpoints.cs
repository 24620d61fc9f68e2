using System.Globalization;
using System.Text.Json;
using Attune.Access;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Embedded.Exporting;
using Attune.Events;
using Attune.Exporting;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Training sets as files.</summary>
static class ExportEndpoints
{
    const int LongestWindow = 31_536_000;
    const int MostNegatives = 100;

    static readonly string[] Whats = ["examples", "events"];
    static readonly string[] RowKinds = ["auto", "impressions", "positives"];

    // A reading of the whole history is held in memory as for a training: one of them is enough for a process.
    static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.Map("POST", "/v1/exports", ExportAsync, new()
    {
        Group = "Exports",
        Summary = "Answers a training set as a Parquet file, as of an instant, without leakage.",
        Remarks = "The header Attune-Export has the summary, an ExportSummary in JSON. A row's features know the events before its moment, its label those after it up to the window, and nothing in the file an event at or after asOf. One at a time: 429 while another is made.",
        Scope = ApiScope.Admin,
        Body = typeof(ExportQuestion),
        Answer = typeof(Stream),
        AnswerType = ExportCalls.MediaType,
        Problems = [413, 415, 507],
        Longest = TimeSpan.FromHours(1),
    });

    static Task ExportAsync(HttpContext context) =>
        JsonBody.WithAsync(context, (body, faults) => Read(new BodyFields(body, "", faults), EventTime.Now(TimeProvider.System), faults), settings => ExportAsync(context, settings));

    static async Task ExportAsync(HttpContext context, ExportSettings settings)
    {
        if (!await Turn.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "10";
            await ProblemAnswer.WriteAsync(context, ProblemKinds.Overloaded("Another export is being made; ask again when it has ended."));
            return;
        }

        try
        {
            await WriteAsync(context, settings);
        }
        finally
        {
            Turn.Release();
        }
    }

    static async Task WriteAsync(HttpContext context, ExportSettings settings)
    {
        using var table = new ParquetTable();
        var report = await Caller.Of(context).Tenant.Workspace.TrainingSets.WriteAsync(settings, table, context.RequestAborted);
        var summary = JsonSerializer.Serialize(Summary(report), WireJson.Default.ExportSummary);
        await Task.Run(() => table.Finish(summary), context.RequestAborted);
        await using var file = new FileStream(table.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        context.Response.ContentType = ExportCalls.MediaType;
        context.Response.ContentLength = file.Length;
        context.Response.Headers[ExportCalls.SummaryHeader] = summary;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    static ExportSettings Read(BodyFields fields, EventTime now, Faults faults)
    {
        fields.RefuseOthers("what", "asOf", "labelWindowSeconds", "rows", "negatives", "seed");
        var defaults = new ExportSettings { AsOf = now };
        var what = OneOf(fields, "what", Whats, faults);
        var asOf = fields.Instant("asOf") is { } given ? EventTime.From(given) : now;
        if (asOf > now)
        {
            faults.Add("asOf", asOf.ToString(), "An instant that is not in the future: labels after it are not known yet.");
        }

        return defaults with
        {
            What = what == "events" ? ExportKind.Events : ExportKind.Examples,
            AsOf = asOf,
            LabelWindow = fields.Integer("labelWindowSeconds", 1, LongestWindow) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.LabelWindow,
            Rows = Enum.Parse<ExampleRows>(OneOf(fields, "rows", RowKinds, faults), ignoreCase: true),
            Negatives = fields.Integer("negatives", 0, MostNegatives) ?? defaults.Negatives,
            Seed = fields.Integer("seed", 0, int.MaxValue) ?? defaults.Seed,
        };
    }

    static string OneOf(BodyFields fields, string name, string[] names, Faults faults)
    {
        var given = fields.Text(name, 40);
        if (given is not null && !names.Contains(given))
        {
            faults.Add(name, given, string.Create(CultureInfo.InvariantCulture, $"One of: {string.Join(", ", names)}."), null, NearestName.Of(given, names));
        }

        return given is not null && names.Contains(given) ? given : names[0];
    }

    static ExportSummary Summary(ExportReport report)
    {
        var examples = report.Settings.What == ExportKind.Examples;
        var drawn = examples && report.Settings.Rows == ExampleRows.Positives;
        return new ExportSummary
        {
            What = report.Settings.What.ToString().ToLowerInvariant(),
            AsOf = report.Settings.AsOf.ToDateTimeOffset(),
            Rows = report.Rows,
            RowsOf = examples ? report.Settings.Rows.ToString().ToLowerInvariant() : null,
            Positives = examples ? report.Positives : null,
            Unripe = examples ? report.Unripe : null,
            LabelWindowSeconds = examples ? (int)report.Settings.LabelWindow.TotalSeconds : null,
            Negatives = drawn ? report.Settings.Negatives : null,
            Seed = drawn ? report.Settings.Seed : null,
            Interactions = report.Interactions,
            First = report.First?.ToDateTimeOffset(),
            Last = report.Last?.ToDateTimeOffset(),
            Watermark = report.Archived.ToString(),
        };
    }
}
