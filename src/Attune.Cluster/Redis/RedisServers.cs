using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Redis;

/// <summary>Who serves which slot, found out anew whenever that changes; and whether what was confirmed may be lost.</summary>
/// <remarks>
/// A single server, or a master with replicas, is one slot with one master, found by role among the endpoints. A cluster names its
/// masters itself, and sentinels name the one. Once a second every master is asked who it is, and the sentinels whether it is still the
/// one, so that a fail-over is noticed without a call, too.
/// </remarks>
sealed class RedisServers : IAsyncDisposable
{
    static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    readonly RedisSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Dictionary<RedisEndpoint, RedisNode> _nodes = [];
    readonly CancellationTokenSource _stopping = new();
    readonly SemaphoreSlim _wake = new(0, 1);
    readonly Lock _gate = new();
    volatile RedisNode?[] _slots = [null];
    volatile RedisNode[] _masters = [];
    Task<Exception?>? _refreshing;
    Task _beating = Task.CompletedTask;
    long _refreshedAt;
    long _losses;

    RedisServers(RedisSettings settings, TimeProvider clock, ILogger logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        Backoff = new RedisBackoff(HashCode.Combine(Environment.ProcessId, clock.GetTimestamp()));
        Sentinels = settings.Sentinels.Count > 0 ? new RedisSentinels(settings, clock, Backoff) : null;
    }

    public RedisBackoff Backoff { get; }

    /// <summary>Who says which server is the master; null where none are named.</summary>
    public RedisSentinels? Sentinels { get; }

    public bool IsCluster => _slots.Length > 1;

    /// <summary>The masters.</summary>
    public IReadOnlyList<RedisNode> Masters => _masters;

    /// <summary>How often a fail-over, a restart or another master was noticed.</summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>Finds the servers.</summary>
    /// <exception cref="RedisException">None of them answers, or one refuses; the message says what each said.</exception>
    public static async ValueTask<RedisServers> OpenAsync(RedisSettings settings, TimeProvider clock, ILogger logger, CancellationToken cancellation)
    {
        var servers = new RedisServers(settings, clock, logger);
        if (await servers.RefreshAsync().WaitAsync(cancellation) is { } fault)
        {
            await servers.DisposeAsync();
            throw fault;
        }

        servers._beating = Task.Run(servers.BeatAsync, CancellationToken.None);
        return servers;
    }

    /// <summary>Who serves a slot; null where nobody does.</summary>
    public RedisNode? NodeOf(int slot) => _slots is { Length: > 1 } slots ? slots[slot] : _slots[0];

    /// <summary>Takes a server at its word that a slot has moved for good.</summary>
    public RedisNode Moved(int slot, RedisEndpoint to)
    {
        var node = NodeAt(to);
        if (_slots is { Length: > 1 } slots)
        {
            slots[slot] = node;
        }

        Wake();
        return node;
    }

    public RedisNode NodeAt(RedisEndpoint endpoint)
    {
        lock (_gate)
        {
            return _nodes.TryGetValue(endpoint, out var node)
                ? node
                : _nodes[endpoint] = new(endpoint, _settings, _clock, Backoff, _ => Wake());
        }
    }

    /// <summary>Finds out who serves what; all who ask meanwhile wait for the same answer.</summary>
    /// <returns>Why it could not be found out; null where it was.</returns>
    public Task<Exception?> RefreshAsync()
    {
        lock (_gate)
        {
            if (_refreshing is null || (_refreshing.IsCompleted && _clock.GetElapsedTime(_refreshedAt) >= Gap))
            {
                _refreshing = Task.Run(FindAsync);
            }

            return _refreshing;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _beating;
        RedisNode[] nodes;
        lock (_gate)
        {
            nodes = [.. _nodes.Values];
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        if (Sentinels is not null)
        {
            await Sentinels.DisposeAsync();
        }
    }

    /// <summary>Sets who serves the slots; a master that serves none any more has failed over.</summary>
    internal void Serve(RedisNode?[] slots)
    {
        RedisNode[] masters = [.. slots.OfType<RedisNode>().Distinct()];
        var (gone, isFirst) = (_masters.Except(masters).ToList(), _masters.Length == 0);
        (_slots, _masters) = (slots, masters);
        if (isFirst)
        {
            Log.Found(_logger, slots.Length > 1 ? "a cluster" : "a master", string.Join(", ", masters.Select(node => node.Endpoint)));
        }
        else if (gone.Count > 0)
        {
            Lose($"{string.Join(", ", gone.Select(node => node.Endpoint))} gave way to {string.Join(", ", masters.Select(node => node.Endpoint))}");
        }
    }

    /// <summary>Lets go of the servers that are neither masters nor told of: a cluster's come and go, each with an address of its own.</summary>
    internal void Forget(IReadOnlyCollection<RedisNode> told)
    {
        List<RedisNode> gone;
        lock (_gate)
        {
            gone = [.. _nodes.Values.Except(_masters).Except(told)];
            gone.ForEach(node => _nodes.Remove(node.Endpoint));
        }

        foreach (var node in gone)
        {
            _ = node.DisposeAsync().AsTask();
        }
    }

    /// <summary>Asks a server who it is.</summary>
    /// <exception cref="RedisException">It does not say within <paramref name="longest"/>, or refuses.</exception>
    internal async Task<RedisIdentity> MeetAsync(RedisNode node, TimeSpan longest)
    {
        var deadline = _clock.GetTimestamp() + (long)(longest.TotalSeconds * _clock.TimestampFrequency);
        RedisConnection connection;
        try
        {
            connection = await node.ConnectAsync().WaitAsync(longest, _clock);
        }
        catch (TimeoutException fault)
        {
            throw new RedisUnavailableException($"Redis {node.Endpoint} let nobody in within {longest.TotalSeconds:0.###} s.", fault);
        }

        var reply = await connection.SendAsync(Replication, deadline);
        if (reply.Kind == RedisReplyKind.Error)
        {
            throw new RedisException($"Redis {node.Endpoint} refused INFO: {reply.Text}") { Code = reply.Code };
        }

        var said = RedisIdentity.Of(reply.Text);
        var identity = said with { Run = connection.Identity.Run, IsCluster = connection.Identity.IsCluster };
        if (node.Recognise(identity, connection) && _masters.Contains(node))
        {
            Lose($"{node.Endpoint} was started again, or has another's data");
        }

        return identity;
    }

    static RedisCommand Replication { get; } = new("INFO", "replication"u8.ToArray());

    async Task<Exception?> FindAsync()
    {
        try
        {
            await RedisDiscovery.FindAsync(this, _settings, _clock);
            return null;
        }
        catch (RedisException fault)
        {
            return fault;
        }
        catch (OperationCanceledException fault)
        {
            return new RedisUnavailableException("The client of Redis is closed.", fault);
        }
        finally
        {
            lock (_gate)
            {
                _refreshedAt = _clock.GetTimestamp();
            }
        }
    }

    async Task BeatAsync()
    {
        var pause = _settings.Timeout < LongestBeat ? _settings.Timeout : LongestBeat;
        try
        {
            while (true)
            {
                await _wake.WaitAsync(pause, _stopping.Token);
                var well = await Task.WhenAll(_masters.Select(LooksWellAsync));
                if (!well.All(one => one) || (IsCluster && _slots.Contains(null)) || Sentinels is not null)
                {
                    await RefreshAsync();
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    async Task<bool> LooksWellAsync(RedisNode node)
    {
        try
        {
            var isMaster = (await MeetAsync(node, _settings.Timeout)).IsMaster;
            if (isMaster && node.IsBroken)
            {
                await node.MendAsync();
            }

            if (node.IsAway)
            {
                node.IsAway = false;
                Log.Back(_logger, node.Endpoint.ToString());
            }

            return isMaster;
        }
        catch (RedisException fault)
        {
            if (!node.IsAway)
            {
                node.IsAway = true;
                Log.Away(_logger, node.Endpoint.ToString(), fault.Message);
            }

            return false;
        }
    }

    void Lose(string why)
    {
        Interlocked.Increment(ref _losses);
        Log.Lost(_logger, why);
    }

    void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }
}
