using Attune.Cluster.ClickHouse;
using Attune.Cluster.Kafka;
using Attune.Cluster.Postgres;
using Attune.Cluster.Redis;
using Polly;
using Polly.Retry;

namespace Attune.Cluster.Waiting;

/// <summary>Waiting for servers that are away, with growing waits that differ between nodes.</summary>
public static class ServerWait
{
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>True where a server cannot be reached, or says that it will be there soon; false where it refuses, which waiting does not mend.</summary>
    public static bool IsAway(Exception fault) =>
        fault is KafkaUnavailableException or PostgresUnavailableException or RedisUnavailableException or ClickHouseException { MayPass: true };

    /// <summary>Tries for ever while a server is away: after 250 ms at first, after 15 s at most.</summary>
    /// <param name="attempt">What needs the server.</param>
    /// <param name="told">Told of every failure and the wait after it.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Exception">What the attempt failed with where no server is away.</exception>
    public static ValueTask<T> UntilThereAsync<T>(
        Func<CancellationToken, ValueTask<T>> attempt, Action<Exception, TimeSpan> told, TimeProvider clock, CancellationToken cancellation) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsAway),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = First,
                MaxDelay = Longest,
                OnRetry = retry =>
                {
                    told(retry.Outcome.Exception!, retry.RetryDelay);
                    return default;
                },
            })
            .Build()
            .ExecuteAsync(attempt, cancellation);
}
