using System.Diagnostics.Metrics;
using Attune.Operating;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Attune.Cluster;

/// <summary>What the metrics are told of the calls to one server: whether its breaker is open, what it turned away, what was tried again.</summary>
/// <remarks>
/// One of these a breaker; breakers of one process before the same server (a workspace has its own) share their series, and the server counts as cut
/// off while any of them is open. <b>Cost.</b> Nothing for a call that goes well.
/// </remarks>
sealed class Breaker : IDisposable
{
    static readonly Meter Meter = new(AttuneTelemetry.Name);

    static readonly Counter<long> Openings = Meter.CreateCounter<long>(
        "attune.breaker.openings", "{opening}", "How often a breaker opened, by server.");

    static readonly Counter<long> Rejections = Meter.CreateCounter<long>(
        "attune.breaker.rejections", "{call}", "Calls turned away unasked because a breaker was open, by server.");

    static readonly Counter<long> Retries = Meter.CreateCounter<long>("attune.retries", "{try}", "Calls to a server that were tried again.");

    static readonly Lock Gate = new();
    static readonly Dictionary<(string Dependency, string Server), List<Breaker>> Servers = [];

    readonly (string Dependency, string Server) _of;
    readonly KeyValuePair<string, object?>[] _labels;
    volatile bool _isOpen;

    static Breaker() => Meter.CreateObservableGauge("attune.breaker.open", Read, "", "1 while calls to a server are turned away or one is tried.");

    /// <summary>Before a server.</summary>
    /// <param name="dependency">What it is: <c>clickhouse</c>, <c>postgres</c>, <c>redis</c>.</param>
    /// <param name="server">Where it is, as <c>db1:5432</c>.</param>
    public Breaker(string dependency, string server)
    {
        (_of, _labels) = ((dependency, server), [new("dependency", dependency), new("server", server)]);
        lock (Gate)
        {
            if (!Servers.TryGetValue(_of, out var breakers))
            {
                Servers[_of] = breakers = [];
            }

            breakers.Add(this);
        }
    }

    /// <summary>Has the openings of a breaker told.</summary>
    public void Watch<T>(CircuitBreakerStrategyOptions<T> options)
    {
        options.OnOpened = _ =>
        {
            Openings.Add(1, _labels);
            _isOpen = true;
            return default;
        };
        options.OnClosed = _ =>
        {
            _isOpen = false;
            return default;
        };
    }

    /// <summary>Has tries told.</summary>
    public void Watch<T>(RetryStrategyOptions<T> options) => options.OnRetry = _ =>
    {
        TriedAgain();
        return default;
    };

    /// <summary>A call was turned away because the breaker was open.</summary>
    public void TurnedAway() => Rejections.Add(1, _labels);

    /// <summary>A call is tried again.</summary>
    public void TriedAgain() => Retries.Add(1, _labels);

    /// <summary>It is before nothing any more; with the last one before a server that server is told of no more.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (Servers.TryGetValue(_of, out var breakers) && breakers.Remove(this) && breakers.Count == 0)
            {
                Servers.Remove(_of);
            }
        }
    }

    static List<Measurement<int>> Read()
    {
        lock (Gate)
        {
            return [.. Servers.Select(server => new Measurement<int>(server.Value.Exists(breaker => breaker._isOpen) ? 1 : 0, server.Value[0]._labels))];
        }
    }
}
