using System.Collections.Concurrent;
using Attune.Access;
using Attune.Operating;

namespace Attune.Server.Access;

/// <summary>The workspaces this server has open, by name.</summary>
sealed class Tenants(WorkspaceSet workspaces, TimeProvider clock) : IDisposable
{
    readonly ConcurrentDictionary<string, Tenant> _open = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _opening = new(1);

    /// <summary>True where any workspace has a key: then every request needs one.</summary>
    public bool AnyKeys
    {
        get
        {
            // Not by Values, which copies them under a lock: this is asked at every request.
            foreach (var (_, tenant) in _open)
            {
                if (tenant.Keys.Any)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Those open, in no order.</summary>
    public IEnumerable<Tenant> Open => _open.Values;

    /// <summary>One that is open, or null.</summary>
    public Tenant? Find(string name) => _open.GetValueOrDefault(name);

    /// <summary>One by name, opened or made where it is not.</summary>
    public async ValueTask<Tenant> GetAsync(string name, CancellationToken cancellation)
    {
        if (_open.TryGetValue(name, out var open))
        {
            return open;
        }

        await _opening.WaitAsync(cancellation);
        try
        {
            if (!_open.TryGetValue(name, out open))
            {
                var workspace = await workspaces.GetAsync(name, cancellation);
                var keys = await KeyRing.OpenAsync(name, workspace.Store, clock, cancellation);
                workspace.Watch.Follow(KeyRing.Kind, (_, ending) => keys.RefreshAsync(ending));

                // What another node made between reading and following.
                await keys.RefreshAsync(cancellation);
                open = new Tenant(workspace, keys);
                _open[name] = open;
            }

            return open;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Lets go of the keys; the workspaces belong to their set.</summary>
    public void Dispose()
    {
        foreach (var tenant in _open.Values)
        {
            tenant.Keys.Dispose();
        }

        _opening.Dispose();
    }
}
