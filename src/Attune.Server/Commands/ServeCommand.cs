using System.CommandLine;
using Attune.Operating;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary><c>attune serve</c>: the server, until Ctrl-C or SIGTERM.</summary>
static class ServeCommand
{
    public static Verb Create()
    {
        var data = new Option<string>("--data") { Description = "The data directory; made where it is missing.", DefaultValueFactory = _ => "./data" };
        var host = new Option<string>("--host") { Description = "The address to listen on; other than the loopback only once there are keys.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port; 0 for a free one.", DefaultValueFactory = _ => 8080 };
        var roles = new Option<string>("--roles")
        {
            Description = $"What falls to this node of several: all, or some of {string.Join(", ", NodeRolesText.Names)}.",
            DefaultValueFactory = _ => "all",
        };
        roles.Validators.Add(result =>
        {
            _ = NodeRolesText.Parse(result.GetValueOrDefault<string>(), out var unknown);
            if (unknown is not null)
            {
                result.AddError($"--roles names '{unknown}'; there are all, {string.Join(", ", NodeRolesText.Names)}.");
            }
        });
        var drain = new Option<double>("--drain") { Description = "Seconds to go on answering after a request to stop, while the readiness says so." };
        var otlp = new Option<string?>("--otlp") { Description = "Where to send traces and metrics (OTLP over HTTP), as http://127.0.0.1:4318." };
        var jsonLogs = new Option<bool>("--json-logs") { Description = "Write logs as JSON, a line each." };
        var command = new Verb(
            "serve",
            "Serve over HTTP.",
            "attune serve --data ./data --port 8080",
            "attune serve --data ./data --roles ingest,recommend --drain 5",
            "attune serve --otlp http://127.0.0.1:4318 --json-logs") { data, host, port, roles, drain, otlp, jsonLogs };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ServerOptions
            {
                Data = parsed.GetRequiredValue(data),
                Host = parsed.GetRequiredValue(host),
                Port = parsed.GetValue(port),
                WaitsForServers = true,
                Roles = NodeRolesText.Parse(parsed.GetRequiredValue(roles), out _),
                Drain = TimeSpan.FromSeconds(parsed.GetValue(drain)),
                OtlpEndpoint = parsed.GetValue(otlp),
                JsonLogs = parsed.GetValue(jsonLogs),
            },
            cancellation));
        return command;
    }

    static async Task<int> RunAsync(ServerOptions options, CancellationToken cancellation)
    {
        await using var server = await AttuneServer.StartAsync(options, cancellation);
        Output.Line($"Attune listens on {server.Address}, data in {Path.GetFullPath(options.Data)}. Ctrl-C stops it.");
        await server.WaitForStopAsync(cancellation);
        return ExitCode.Good;
    }
}
