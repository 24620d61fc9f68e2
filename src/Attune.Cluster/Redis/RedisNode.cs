using Polly;
using Polly.CircuitBreaker;

namespace Attune.Cluster.Redis;

/// <summary>One server: its connection, made anew when it is cut, and the breaker that spares callers a server that is away.</summary>
sealed class RedisNode : IAsyncDisposable
{
    readonly RedisSettings _settings;
    readonly TimeProvider _clock;
    readonly RedisBackoff _backoff;
    readonly Action<RedisNode> _cut;
    readonly CancellationTokenSource _stopping = new();
    readonly CircuitBreakerStateProvider _state = new();
    readonly CircuitBreakerManualControl _control = new();
    readonly Lock _gate = new();
    volatile RedisConnection? _live;
    Task<RedisConnection>? _connecting;
    int _failures;
    RedisIdentity? _known;

    /// <param name="endpoint">Where it is.</param>
    /// <param name="settings">How it is spoken to.</param>
    /// <param name="clock">Deadlines and waits.</param>
    /// <param name="backoff">Waits between tries.</param>
    /// <param name="cut">Told when its connection is cut.</param>
    public RedisNode(RedisEndpoint endpoint, RedisSettings settings, TimeProvider clock, RedisBackoff backoff, Action<RedisNode> cut)
    {
        (Endpoint, _settings, _clock, _backoff, _cut) = (endpoint, settings, clock, backoff, cut);

        // The window is as long as a call: by the time the first calls have failed, what went well before is out of it.
        var breaking = new CircuitBreakerStrategyOptions<RedisReply>
        {
            FailureRatio = 0.5,
            MinimumThroughput = 2,
            SamplingDuration = TimeSpan.FromSeconds(Math.Max(0.5, settings.Timeout.TotalSeconds)),
            BreakDuration = settings.BreakTime,
            ShouldHandle = static arguments => new(arguments.Outcome.Exception is RedisUnavailableException),
            StateProvider = _state,
            ManualControl = _control,
        };
        Breaker = new Breaker("redis", endpoint.ToString());
        Breaker.Watch(breaking);
        Guarding = new ResiliencePipelineBuilder<RedisReply> { TimeProvider = clock }.AddCircuitBreaker(breaking).Build();
    }

    public RedisEndpoint Endpoint { get; }

    /// <summary>What a call goes through.</summary>
    public ResiliencePipeline<RedisReply> Guarding { get; }

    /// <summary>What the metrics are told of calls.</summary>
    public Breaker Breaker { get; }

    public bool IsBroken => _state.CircuitState is CircuitState.Open or CircuitState.HalfOpen;

    /// <summary>Whether it did not answer when it was last asked who it is.</summary>
    public bool IsAway { get; set; }

    /// <summary>The connection; null where there is none at present.</summary>
    public RedisConnection? Live => _live is { IsOpen: true } open ? open : null;

    /// <summary>The connection, made where there is none; all who ask meanwhile wait for the same one. After failures not at once.</summary>
    public Task<RedisConnection> ConnectAsync()
    {
        if (Live is { } open)
        {
            return Task.FromResult(open);
        }

        lock (_gate)
        {
            if (Live is { } made)
            {
                return Task.FromResult(made);
            }

            return _connecting is { IsCompleted: false } ? _connecting : _connecting = TryAsync();
        }
    }

    /// <summary>Takes down who it says it is.</summary>
    /// <param name="identity">What it said.</param>
    /// <param name="said">Over which connection: a word that comes late over one that was cut is of a process that may be gone.</param>
    /// <returns>Whether it is another than before. Of any number who ask at once, one is told so.</returns>
    public bool Recognise(RedisIdentity identity, RedisConnection said)
    {
        lock (_gate)
        {
            if (said != _live)
            {
                return false;
            }

            var isAnother = _known is { } known && (known.Run != identity.Run || known.Replication != identity.Replication);
            _known = identity;
            return isAnother;
        }
    }

    /// <summary>Lets callers through again: the server has answered.</summary>
    public Task MendAsync() => _control.CloseAsync(CancellationToken.None);

    /// <summary>Cuts the connection; the next call makes another.</summary>
    public async ValueTask DropAsync()
    {
        if (_live is { } open)
        {
            await open.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await DropAsync();
        Breaker.Dispose();
    }

    async Task<RedisConnection> TryAsync()
    {
        await Task.Yield();
        using var late = new CancellationTokenSource(_settings.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
        try
        {
            if (_failures > 0)
            {
                await Task.Delay(_backoff.After(_failures - 1), _clock, either.Token);
            }

            var connection = await RedisConnection.OpenAsync(Endpoint, _settings, _clock, either.Token);
            _live = connection;
            _failures = 0;
            _ = TellAsync(connection);
            return connection;
        }
        catch (OperationCanceledException fault) when (_stopping.IsCancellationRequested)
        {
            throw new RedisUnavailableException($"Redis {Endpoint} serves nothing any more, or the client is closed.", fault);
        }
        catch (OperationCanceledException fault)
        {
            _failures++;
            throw new RedisUnavailableException($"Redis {Endpoint} let nobody in within {_settings.Timeout.TotalSeconds:0.###} s.", fault);
        }
        catch (RedisException)
        {
            _failures++;
            throw;
        }
    }

    async Task TellAsync(RedisConnection connection)
    {
        await connection.Closed;
        _cut(this);
    }
}
