using Attune.Access;
using Attune.Client.Wire;
using Attune.Operating;
using Attune.Server.Access;
using Attune.Server.Bodies;
using Attune.Server.ConsoleSite;
using Attune.Server.Describing;
using Attune.Server.Endpoints;
using Attune.Server.Problems;
using Attune.Server.Telemetry;
using Attune.Server.Telemetry.Series;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Attune.Server.Hosting;

/// <summary>Puts the HTTP server together over a set of workspaces.</summary>
public static class ServerHost
{
    const int MostRequestLineBytes = 64 * 1024;

    /// <summary>A server that is ready to be started, with its workspaces open; or, where a server they stand on is away and the options say to wait, opening them.</summary>
    /// <param name="options">Where and how it listens.</param>
    /// <param name="workspaces">The engines. Not disposed of here.</param>
    /// <param name="names">The workspaces to open at once, so that keys are known and the stream is followed.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="ServerOptionsException">The address can be reached by others and there are no keys.</exception>
    public static async Task<WebApplication> BuildAsync(
        ServerOptions options, WorkspaceSet workspaces, IEnumerable<string> names, CancellationToken cancellation)
    {
        var tenants = new Tenants(workspaces, options.Clock);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Attune.Server" });
        Logging.Add(builder.Logging, options);
        AddServices(builder, options, tenants);
        builder.Services.AddSingleton(built => new Beginning(
            tenants, [.. names.Append(WorkspaceName.Default).Distinct()], options, built.GetRequiredService<ILogger<Beginning>>()));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MostDiscardedBytes;
            // Long enough that an id of 10 000 characters reaches the check that names its limit.
            kestrel.Limits.MaxRequestLineSize = MostRequestLineBytes;
            kestrel.Listen(ListenAddress.Parse(options.Host), options.Port);
        });

        var app = builder.Build();
        try
        {
            Pipe(app, options, tenants);
            await app.Services.GetRequiredService<Beginning>().BeginAsync(cancellation);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    static void AddServices(WebApplicationBuilder builder, ServerOptions options, Tenants tenants)
    {
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.AddRoutingCore();
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(30),
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default));
        services.AddSingleton(new Uptime(options.Clock));
        services.AddSingleton(new Draining());
        services.AddSingleton(new BodyBudget(options.MostBodyBytes));
        services.AddSingleton(_ => tenants);
        services.AddSingleton(_ => new PrometheusMetrics());
        services.AddSingleton(built =>
        {
            // Asked for now: a point may still be due when the services have been disposed of.
            var metrics = built.GetRequiredService<PrometheusMetrics>();
            return new ServingSeries(options.Clock, () => ServingTotals.Read(metrics, tenants));
        });
        services.AddSingleton(built => new NodeGauges(options, built.GetRequiredService<Uptime>()));
        services.AddSingleton(_ => new TelemetryExport(OtlpExport.Start(options.OtlpAddress, options.TracedShare, options.Clock)));
        ApiDocument.Add(services);
    }

    static void Pipe(WebApplication app, ServerOptions options, Tenants tenants)
    {
        // Made after the tenants, and so ended before them.
        app.Services.GetRequiredService<Tenants>();
        var beginning = app.Services.GetRequiredService<Beginning>();

        // They listen from their making on, not from their first use.
        app.Services.GetRequiredService<PrometheusMetrics>();
        app.Services.GetRequiredService<NodeGauges>();
        app.Services.GetRequiredService<TelemetryExport>();
        app.Services.GetRequiredService<ServingSeries>().Start();

        app.UseMiddleware<ProblemEdge>();
        app.UseRouting();
        app.Use(RequestSpans.NameAsync);
        app.Use(beginning.AdmitAsync);
        app.Use(new RoleGate(options.Roles).AdmitAsync);
        app.Use(new AdmissionGate(options.MostRequests).AdmitAsync);
        app.Use(new BrowserAccess(tenants).AllowAsync);
        app.Use(new AccessGate(tenants, options.LocalToken).AdmitAsync);
        app.Use(QueryGuard.CheckAsync);
        app.UseRequestTimeouts();
        app.MapOpenApi(ApiDocument.Pattern);
        AllEndpoints.Map(app);
        ConsolePages.Map(app, ConsoleFolder.Find(options.Console));
    }
}
