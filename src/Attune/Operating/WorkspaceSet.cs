using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Attune.Operating;

/// <summary>The workspaces of one process, each opened once, on first use.</summary>
public sealed class WorkspaceSet : IAsyncDisposable
{
    readonly Func<string, CancellationToken, ValueTask<WorkspacePorts>> _openPorts;
    readonly EngineSettings _settings;
    readonly TimeProvider _clock;
    readonly ILoggerFactory _logs;
    readonly WorkspaceGauges _gauges;
    readonly ConcurrentDictionary<string, Workspace> _open = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _opening = new(1);
    bool _closed;

    /// <summary>A set with none open.</summary>
    /// <param name="openPorts">Opens the ports of a workspace by name, making them where they are missing.</param>
    /// <param name="settings">The settings of every workspace.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logs">Where they speak.</param>
    public WorkspaceSet(
        Func<string, CancellationToken, ValueTask<WorkspacePorts>> openPorts, EngineSettings settings, TimeProvider clock, ILoggerFactory logs)
    {
        (_openPorts, _settings, _clock, _logs) = (openPorts, settings, clock, logs);
        _gauges = new WorkspaceGauges(() => Open, clock);
    }

    /// <summary>Those open, in no order.</summary>
    public IEnumerable<Workspace> Open => _open.Values;

    /// <summary>One by name. It answers at once; its profiles may still be catching up (<c>Live.CaughtUp</c>).</summary>
    public async ValueTask<Workspace> GetAsync(string name, CancellationToken cancellation)
    {
        if (_open.TryGetValue(name, out var open))
        {
            return open;
        }

        await _opening.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_open.TryGetValue(name, out open))
            {
                open = await OpenAsync(name, cancellation);
                _open[name] = open;
            }

            return open;
        }
        finally
        {
            _opening.Release();
        }
    }

    async ValueTask<Workspace> OpenAsync(string name, CancellationToken cancellation)
    {
        // What a workspace goes on doing by itself is no part of the request that was the first to name it.
        Activity.Current = null;
        return await Workspace.OpenAsync(name, await _openPorts(name, cancellation), _settings, _clock, _logs, cancellation);
    }

    /// <summary>Closes them all; what was acknowledged is in their logs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        if (!_closed)
        {
            _closed = true;
            _gauges.Dispose();
            foreach (var workspace in _open.Values)
            {
                await workspace.DisposeAsync();
            }
        }

        _opening.Release();
    }
}
