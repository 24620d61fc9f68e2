using Attune.Embedded;
using Attune.Operating;

namespace Attune.Server.Hosting;

/// <summary>A running server over a data directory: the composition root. Everything below it is made here.</summary>
public sealed class AttuneServer : IAsyncDisposable
{
    readonly DataDirectory _directory;
    readonly ILoggerFactory _logs;
    readonly WebApplication _app;
    readonly ServerOptions _options;

    AttuneServer(DataDirectory directory, ILoggerFactory logs, WorkspaceSet workspaces, WebApplication app, ServerOptions options) =>
        (_directory, _logs, Workspaces, _app, _options) = (directory, logs, workspaces, app, options);

    /// <summary>The engines.</summary>
    public WorkspaceSet Workspaces { get; }

    /// <summary>Where it listens, as <c>http://127.0.0.1:8080</c>.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Takes the data directory, opens its workspaces and listens.</summary>
    /// <exception cref="ServerOptionsException">An option or a setting is wrong, or the address cannot be listened on.</exception>
    /// <exception cref="DataDirectoryInUseException">Another process holds the directory.</exception>
    public static async Task<AttuneServer> StartAsync(ServerOptions options, CancellationToken cancellation)
    {
        if (options.Faults().ToList() is { Count: > 0 } faults)
        {
            throw new ServerOptionsException(string.Join(Environment.NewLine, faults));
        }

        var settings = SettingsFile.Read(Path.Combine(options.Data, SettingsFile.Name));
        if (options.Roles != NodeRoles.All && !settings.Cluster.IsShared)
        {
            throw new ServerOptionsException(
                $"--roles {NodeRolesText.Write(options.Roles)} leaves work to other nodes, but {SettingsFile.Name} does not name all servers they would share: cluster.kafka, cluster.clickHouse, cluster.redis, cluster.postgres.");
        }

        var directory = DataDirectory.Open(options.Data);
        var logs = LoggerFactory.Create(builder => Logging.Add(builder, options));
        var engine = settings.Engine with
        {
            Roles = options.Roles,
            Schedule = settings.Schedule with { Enabled = settings.Schedule.Enabled && options.Scheduled },
        };
        var ports = new PortChoice(settings, options.Roles, options.Clock, logs);
        var workspaces = new WorkspaceSet(
            (name, opening) => ports.OpenAsync(name, directory.PathOf(name), opening),
            engine, options.Clock, logs);
        try
        {
            var app = await ServerHost.BuildAsync(options, workspaces, directory.Workspaces, cancellation);
            var server = new AttuneServer(directory, logs, workspaces, app, options);
            await server.ListenAsync(options, cancellation);
            return server;
        }
        catch
        {
            await workspaces.DisposeAsync();
            directory.Dispose();
            logs.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the process is asked to stop and has drained.</summary>
    /// <exception cref="ServerOptionsException">A server was away at the start, and when it was back the node could not begin with what it holds.</exception>
    public async Task WaitForStopAsync(CancellationToken cancellation)
    {
        var stop = Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        if (await Task.WhenAny(stop, _app.Services.GetRequiredService<Beginning>().Over) != stop)
        {
            await _app.Services.GetRequiredService<Beginning>().Over;
        }

        await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _app.Services.GetRequiredService<Draining>().Begin();
        await Task.Delay(_options.Drain, _options.Clock, CancellationToken.None);
    }

    /// <summary>Stops listening, lets requests under way end, closes the engines, lets the directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Workspaces.DisposeAsync();
        _directory.Dispose();
        _logs.Dispose();
    }

    async Task ListenAsync(ServerOptions options, CancellationToken cancellation)
    {
        try
        {
            await _app.StartAsync(cancellation);
        }
        catch (Exception taken) when (taken is IOException or System.Net.Sockets.SocketException)
        {
            var why = taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
                ? "is taken by another process"
                : $"cannot be listened on ({taken.Message})";
            throw new ServerOptionsException(
                FormattableString.Invariant($"Port {options.Port} on {options.Host} {why}. Choose another with --port; 0 takes a free one."));
        }

        _directory.Announce(new RunningServer(Address, options.LocalToken, Environment.ProcessId));
    }
}
