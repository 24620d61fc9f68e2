using Attune.Cluster.Waiting;
using Attune.Server.Access;
using Attune.Server.Describing;
using Attune.Server.Problems;

namespace Attune.Server.Hosting;

/// <summary>The beginning of a node: its workspaces are opened, and where a server they cannot do without is away, again and again until it is back.</summary>
/// <remarks>
/// Until all are open only probes are answered: which keys there are is not known before, so nobody can be told from anybody else, in no
/// workspace. Waits grow from 250 ms to 15 s.
/// </remarks>
sealed class Beginning(Tenants tenants, IReadOnlyList<string> names, ServerOptions options, ILogger logger) : IAsyncDisposable
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _stop = new();
    volatile string? _waitsFor;

    /// <summary>Which server is away, and what it is that cannot be done; null once all is open.</summary>
    public string? WaitsFor => _waitsFor;

    /// <summary>Ends when all is open; fails with what another try would not mend.</summary>
    public Task Over { get; private set; } = Task.CompletedTask;

    /// <summary>Opens them; where that has to wait, and the options allow it, goes on by itself.</summary>
    /// <exception cref="ServerOptionsException">The address can be reached by others and there are no keys.</exception>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        try
        {
            await OpenAsync(cancellation);
        }
        catch (Exception away) when (options.WaitsForServers && ServerWait.IsAway(away))
        {
            _waitsFor = away.Message;
            Log.Waits(logger, away.Message);
            Over = Task.Run(GoOnAsync, CancellationToken.None);
        }
    }

    /// <summary>Goes after routing: lets nothing but probes in before its time.</summary>
    public Task AdmitAsync(HttpContext context, RequestDelegate next) =>
        _waitsFor is null || context.GetEndpoint()?.Metadata.GetMetadata<EndpointDescription>() is { AlwaysAdmitted: true, Scope: null }
            ? next(context)
            : ProblemAnswer.WriteAsync(context, ProblemKinds.Unavailable("This node waits for a server; /health/ready says for which."), RetryAfter);

    /// <summary>Gives up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Over.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    async Task GoOnAsync()
    {
        await ServerWait.UntilThereAsync(OpenAsync, Told, options.Clock, _stop.Token);
        _waitsFor = null;
        Log.Begins(logger);
    }

    async ValueTask<bool> OpenAsync(CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            await tenants.GetAsync(name, cancellation);
        }

        ListenAddress.RefuseOpenDoor(options.Host, tenants.AnyKeys);
        return true;
    }

    void Told(Exception away, TimeSpan wait)
    {
        _waitsFor = away.Message;
        Log.WaitsAgain(logger, wait, away.Message);
    }
}
