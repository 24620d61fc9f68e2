using Attune.Access;
using Attune.Client.Wire;
using Attune.Operating;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.Describing;
using Attune.Server.Hosting;
using Attune.Server.Telemetry;
using Attune.Server.Telemetry.Series;
using Attune.State;

namespace Attune.Server.Endpoints;

/// <summary>How the server is: for people, for probes, for Prometheus.</summary>
static class StatusEndpoints
{
    const string Group = "Status";
    const int MostSetAside = 20;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("GET", "/v1/status", StatusAsync, new()
        {
            Group = Group,
            Summary = "Shows the workspace in numbers.",
            Scope = ApiScope.Write,
            Answer = typeof(StatusAnswer),
        });
        routes.Map("GET", "/v1/status/series", SeriesAsync, new()
        {
            Group = Group,
            Summary = "Shows how the server served in the last hour, a point every five seconds.",
            Remarks = "Of the whole process, all workspaces together, as /metrics; kept in memory and gone with the process.",
            Scope = ApiScope.Admin,
            Answer = typeof(SeriesAnswer),
        });
        routes.Map("GET", "/health/live", LiveAsync, new()
        {
            Group = Group,
            Summary = "Answers as long as the process does.",
            Answer = typeof(HealthAnswer),
            AlwaysAdmitted = true,
        });
        routes.Map("GET", "/health/ready", ReadyAsync, new()
        {
            Group = Group,
            Summary = "Answers 200 once profiles and model are loaded, 503 before, and 503 again once the node drains.",
            Remarks = "Status is ready, starting, draining, or waiting where a server the node cannot begin without is away; waiting says for what.",
            Answer = typeof(HealthAnswer),
            Others = [(StatusCodes.Status503ServiceUnavailable, typeof(HealthAnswer))],
            AlwaysAdmitted = true,
        });
        routes.Map("GET", "/metrics", MetricsAsync, new()
        {
            Group = Group,
            Summary = "Shows every metric in Prometheus' text format.",
            Remarks = "Where Accept asks for application/openmetrics-text, in that format, with exemplars that name traces.",
            Scope = ApiScope.Admin,
            Answer = typeof(string),
            AnswerType = "text/plain",
            AlwaysAdmitted = true,
        });
    }

    static async Task StatusAsync(HttpContext context)
    {
        var workspace = Caller.Of(context).Tenant.Workspace;
        var uptime = context.RequestServices.GetRequiredService<Uptime>();
        var (profiles, profileBytes) = await workspace.State.MeasureAsync(StateKind.Profile, context.RequestAborted);
        var archived = workspace.Archiver.Archived;
        var snapshot = workspace.Catalog.Snapshot;
        await JsonAnswer.WriteAsync(
            context,
            new StatusAnswer
            {
                Workspace = workspace.Name,
                Version = ApiDocument.Version,
                UptimeSeconds = uptime.Elapsed.TotalSeconds,
                Ready = IsReady(workspace),
                Generation = workspace.Shelf.Holder.Number,
                Items = snapshot.IsOpen ? 0 : snapshot.Listed.Count,
                Events = archived.Places.Sum(place => place.Offset),
                Profiles = profiles,
                ProfileBytes = profileBytes,
                Faults = workspace.Faults,
                SetAside = [.. workspace.Catalog.SetAside.OrderBy(record => record.Key, StringComparer.Ordinal).Take(MostSetAside).Select(record => record.Value)],
                LogEnd = workspace.LogEnd.ToString(),
                Watermark = workspace.Live.Watermark.ToString(),
                Archived = archived.ToString(),
            },
            WireJson.Default.StatusAnswer);
    }

    static Task SeriesAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, context.RequestServices.GetRequiredService<ServingSeries>().Answer(), WireJson.Default.SeriesAnswer);

    static Task LiveAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, new HealthAnswer("live"), WireJson.Default.HealthAnswer);

    static Task ReadyAsync(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<Draining>().HasBegun)
        {
            return JsonAnswer.WriteAsync(
                context, new HealthAnswer("draining"), WireJson.Default.HealthAnswer, StatusCodes.Status503ServiceUnavailable);
        }

        if (context.RequestServices.GetRequiredService<Beginning>().WaitsFor is { } away)
        {
            return JsonAnswer.WriteAsync(
                context, new HealthAnswer("waiting", [away]), WireJson.Default.HealthAnswer, StatusCodes.Status503ServiceUnavailable);
        }

        var waiting = context.RequestServices.GetRequiredService<Tenants>().Open
            .Where(tenant => !IsReady(tenant.Workspace))
            .Select(tenant => $"The profiles of workspace '{tenant.Workspace.Name}' are not up to the log's end yet.")
            .ToList();
        return waiting.Count == 0
            ? JsonAnswer.WriteAsync(context, new HealthAnswer("ready"), WireJson.Default.HealthAnswer)
            : JsonAnswer.WriteAsync(
                context, new HealthAnswer("starting", waiting), WireJson.Default.HealthAnswer, StatusCodes.Status503ServiceUnavailable);
    }

    static Task MetricsAsync(HttpContext context)
    {
        var openMetrics = context.Request.GetTypedHeaders().Accept.Any(
            asked => asked.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) && asked.Quality is not 0);
        context.Response.ContentType = openMetrics ? PrometheusMetrics.OpenMetricsType : PrometheusMetrics.ContentType;
        return context.Response.WriteAsync(
            context.RequestServices.GetRequiredService<PrometheusMetrics>().Render(openMetrics), context.RequestAborted);
    }

    static bool IsReady(Workspace workspace) => workspace.IsReady;
}
