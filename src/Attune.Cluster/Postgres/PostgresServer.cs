using Npgsql;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Attune.Cluster.Postgres;

/// <summary>One server and its pool: every call has its time, its tries and its breaker.</summary>
/// <remarks>
/// <para><b>Trying again.</b> A fault before the commit was sent is tried again, for nothing of it can have happened; so are
/// refusals that say so (serialisation, deadlock, shutting down). A commit whose answer was lost is tried again only where
/// doing it twice is doing it once. A time-out is not tried again. Tries wait longer each time, with jitter, out of a budget.</para>
/// <para><b>Breaker.</b> When half of at least eight calls within ten seconds met a server that is away, calls fail at once for a while.</para>
/// </remarks>
sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>How the application's name ends, in the server's list of sessions, where a connection is the watcher's or a duty's.</summary>
    public const string Apart = " *";

    readonly NpgsqlDataSource _source;
    readonly NpgsqlDataSource _alone;
    readonly Breaker _breaker;
    readonly ResiliencePipeline _pipeline;
    readonly RetryBudget _budget = new();

    public PostgresServer(string connectionString, bool reading, SchemaName schema, PostgresSettings settings, TimeProvider clock)
    {
        var options = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = schema.Quoted,
            Timeout = Seconds(settings.ConnectTimeout),
            CommandTimeout = Seconds(settings.CommandTimeout),
            CancellationTimeout = 1_000,
            MaxPoolSize = settings.MaxConnections,
            MinPoolSize = 0,
            ConnectionIdleLifetime = 60,
            MaxAutoPrepare = 32,
            ApplicationName = schema.Plain,
            IncludeErrorDetail = false,
        };
        if (options.Host!.Contains(',', StringComparison.Ordinal) && options.TargetSessionAttributes is null)
        {
            options.TargetSessionAttributes = reading ? "prefer-standby" : "primary";
        }

        Host = $"{options.Host}:{options.Port}";
        _source = NpgsqlDataSource.Create(options);

        // The server lets go of what a vanished node held after some ten seconds.
        _alone = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            ApplicationName = schema.Plain + Apart,
            Options = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
        });
        _breaker = new Breaker("postgres", Host);
        _pipeline = Pipeline(settings, clock);
    }

    /// <summary>Where it is, as <c>db1:5432</c>.</summary>
    public string Host { get; }

    /// <summary>Asks something that changes nothing.</summary>
    public ValueTask<T> ReadAsync<T>(string operation, Func<NpgsqlConnection, CancellationToken, ValueTask<T>> ask, CancellationToken cancellation) =>
        RunAsync(operation, async (_, token) =>
        {
            await using var connection = await _source.OpenConnectionAsync(token);
            return await ask(connection, token);
        }, cancellation);

    /// <summary>Changes something in one transaction.</summary>
    /// <param name="operation">What, for messages.</param>
    /// <param name="again">True where doing it twice is doing it once.</param>
    /// <param name="change">The statements.</param>
    /// <param name="cancellation">Gives up; a commit under way is waited for.</param>
    public ValueTask<T> ChangeAsync<T>(
        string operation, bool again, Func<NpgsqlConnection, CancellationToken, ValueTask<T>> change, CancellationToken cancellation) =>
        RunAsync(operation, async (attempt, token) =>
        {
            attempt.Final = false;
            await using var connection = await _source.OpenConnectionAsync(token);
            await using var transaction = await connection.BeginTransactionAsync(token);
            var result = await change(connection, token);
            attempt.Final = !again;
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }, cancellation);

    /// <summary>A connection of one's own, outside the pool; the caller's to close.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync(string operation, bool pooled, CancellationToken cancellation) =>
        RunAsync(operation, (_, token) => (pooled ? _source : _alone).OpenConnectionAsync(token), cancellation);

    /// <summary>A fault of this server as the engine understands it, or the fault itself.</summary>
    public Exception Explain(string operation, Exception fault) => PostgresFault.Explain(Host, operation, fault) ?? fault;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _alone.DisposeAsync();
        _breaker.Dispose();
    }

    async ValueTask<T> RunAsync<T>(string operation, Func<Attempt, CancellationToken, ValueTask<T>> work, CancellationToken cancellation)
    {
        var attempt = new Attempt();
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Attempt.Key, attempt);
        try
        {
            var result = await _pipeline.ExecuteAsync(static (at, state) => state.work(state.attempt, at.CancellationToken), context, (work, attempt));
            _budget.Earn();
            return result;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (PostgresFault.Explain(Host, operation, fault) is { } explained)
        {
            if (fault is BrokenCircuitException)
            {
                _breaker.TurnedAway();
            }

            throw explained;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    ResiliencePipeline Pipeline(PostgresSettings settings, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (settings.Retries > 0)
        {
            var retrying = new RetryStrategyOptions
            {
                MaxRetryAttempts = settings.Retries,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = outcome => new(outcome.Outcome.Exception is { } fault
                    && PostgresFault.IsPassing(fault)
                    && MayRepeat(outcome.Context, fault)
                    && _budget.Spend()),
            };
            _breaker.Watch(retrying);
            builder.AddRetry(retrying);
        }

        var breaking = new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 8,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = settings.BreakFor,
            ShouldHandle = outcome => new(outcome.Outcome.Exception is { } fault && PostgresFault.IsAway(fault)),
        };
        _breaker.Watch(breaking);
        return builder.AddCircuitBreaker(breaking).Build();
    }

    // What the server itself refused did not happen, whatever stage it was at.
    static bool MayRepeat(ResilienceContext context, Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        || !context.Properties.GetValue(Attempt.Key, new Attempt()).Final;

    static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    sealed class Attempt
    {
        public static readonly ResiliencePropertyKey<Attempt> Key = new("attempt");

        /// <summary>True from the moment from which another try might do it twice.</summary>
        public bool Final { get; set; }
    }
}
