using Attune.Client;
using Attune.Embedded;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary>
/// A client of the server that holds a data directory, or of one started for the verb alone on a free port of the
/// loopback and stopped with it (docs/decisions/0001).
/// </summary>
sealed class ServerSession : IAsyncDisposable
{
    readonly HttpClient _http;
    readonly AttuneServer? _own;

    ServerSession(RunningServer server, string workspace, AttuneServer? own)
    {
        _own = own;
        _http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = Timeout.InfiniteTimeSpan };
        var options = new AttuneClientOptions { Key = server.Token, Workspace = workspace, TryTimeout = TimeSpan.FromMinutes(2) };
        Client = new AttuneClient(_http, options);
    }

    public AttuneClient Client { get; }

    /// <summary>The lock of the directory decides, not what a server wrote of itself: one that was killed leaves its words behind.</summary>
    public static async Task<ServerSession> OpenAsync(Where where, CancellationToken cancellation)
    {
        try
        {
            var options = new ServerOptions { Data = where.Data, Port = 0, Scheduled = false };
            var own = await AttuneServer.StartAsync(options, cancellation);
            return new ServerSession(new RunningServer(own.Address, options.LocalToken, Environment.ProcessId), where.Workspace, own);
        }
        catch (DataDirectoryInUseException) when (DataDirectory.FindServer(where.Data) is { } running)
        {
            return new ServerSession(running, where.Workspace, own: null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
