using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Attune.Cluster.Redis;

/// <summary>Calls servers: finds whose slot it is, follows redirections, tries again while the time lasts, gives up at once on a server that is away.</summary>
/// <remarks>Every command of ours leaves the same behind when it is carried out twice, so each may be sent again after a cut.</remarks>
sealed class RedisClient : IAsyncDisposable
{
    const int MostRedirections = 16;

    readonly RedisSettings _settings;
    readonly TimeProvider _clock;
    readonly long _timeout;

    RedisClient(RedisServers servers, RedisSettings settings, TimeProvider clock)
    {
        (Servers, _settings, _clock) = (servers, settings, clock);
        _timeout = (long)(settings.Timeout.TotalSeconds * clock.TimestampFrequency);
    }

    public RedisServers Servers { get; }

    /// <summary>Finds the servers.</summary>
    /// <exception cref="RedisException">None answers, or one refuses to let us in.</exception>
    public static async ValueTask<RedisClient> OpenAsync(RedisSettings settings, TimeProvider clock, ILogger logger, CancellationToken cancellation) =>
        new(await RedisServers.OpenAsync(settings, clock, logger, cancellation), settings, clock);

    /// <summary>Calls whoever has a slot.</summary>
    /// <exception cref="RedisException">The server refuses; the message is its own.</exception>
    /// <exception cref="RedisUnavailableException">No answer within the time-out, or the breaker is open.</exception>
    public ValueTask<RedisReply> CallAsync(int slot, RedisCommand command, CancellationToken cancellation) =>
        GuardAsync(new(slot, Servers.NodeOf(slot), IsPinned: false, command), cancellation);

    /// <summary>Calls one server, whatever it has.</summary>
    /// <exception cref="RedisException">As above.</exception>
    public ValueTask<RedisReply> CallAsync(RedisNode node, RedisCommand command, CancellationToken cancellation) =>
        GuardAsync(new(0, node, IsPinned: true, command), cancellation);

    /// <summary>Runs a script where its keys are, by its digest, and in full where the server does not know it yet.</summary>
    /// <exception cref="RedisException">As above.</exception>
    public async ValueTask<RedisReply> CallAsync(RedisScript script, byte[][] keys, byte[][] arguments, CancellationToken cancellation)
    {
        var slot = RedisSlots.Of(keys[0]);
        try
        {
            return await CallAsync(slot, script.ByDigest(keys, arguments), cancellation);
        }
        catch (RedisException unknown) when (unknown.Code == "NOSCRIPT")
        {
            return await CallAsync(slot, script.InFull(keys, arguments), cancellation);
        }
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();

    async ValueTask<RedisReply> GuardAsync(Errand errand, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var guarding = errand.Node?.Guarding ?? ResiliencePipeline<RedisReply>.Empty;
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            var outcome = await guarding.ExecuteOutcomeAsync(
                static (context, call) => call.Client.OutcomeAsync(call.Errand, context.CancellationToken), context, (Client: this, Errand: errand));
            if (outcome.Exception is BrokenCircuitException)
            {
                errand.Node?.Breaker.TurnedAway();
            }

            return outcome.Exception switch
            {
                null => outcome.Result,
                BrokenCircuitException open => throw new RedisUnavailableException(
                    $"Redis {errand.Node?.Endpoint} is away and was not asked for {errand.Command.Name}; the last to ask it heard: {open.InnerException?.Message}", open),
                var fault => throw fault,
            };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    async ValueTask<Outcome<RedisReply>> OutcomeAsync(Errand errand, CancellationToken cancellation)
    {
        try
        {
            return Outcome.FromResult(await TryAsync(errand, cancellation));
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return Outcome.FromException<RedisReply>(fault);
        }
    }

    async ValueTask<RedisReply> TryAsync(Errand errand, CancellationToken cancellation)
    {
        var deadline = _clock.GetTimestamp() + _timeout;
        var (node, asking, redirections) = (errand.Node, false, 0);
        Exception? last = null;
        for (var failures = 0; ; failures++)
        {
            try
            {
                while (node is not null)
                {
                    var connection = node.Live ?? await WithinAsync(node.ConnectAsync(), deadline, cancellation);
                    var sent = connection.SendAsync(errand.Command, deadline, asking);
                    var reply = await (cancellation.CanBeCanceled && !sent.IsCompleted ? sent.WaitAsync(cancellation) : sent);
                    if (reply.Kind != RedisReplyKind.Error)
                    {
                        return reply;
                    }

                    asking = false;
                    if (reply.Code is "MOVED" or "ASK" && !errand.IsPinned && ++redirections <= MostRedirections)
                    {
                        (node, asking) = Redirected(errand.Slot, reply, node);
                    }
                    else if (IsPassing(reply.Code) && !IsDivided(errand.Command, reply))
                    {
                        throw new RedisUnavailableException($"Redis {node.Endpoint} puts off {errand.Command.Name}: {reply.Text}");
                    }
                    else
                    {
                        throw new RedisException($"Redis {node.Endpoint} refused {errand.Command.Name}: {reply.Text}") { Code = reply.Code };
                    }
                }
            }
            catch (RedisUnavailableException fault)
            {
                last = fault;
            }

            var pause = Servers.Backoff.After(failures);
            if (errand.IsPinned || Left(deadline) <= pause)
            {
                throw last ?? new RedisUnavailableException($"Nobody serves slot {errand.Slot} of the Redis cluster; {errand.Command.Name} waited {_settings.Timeout.TotalSeconds:0.###} s.");
            }

            node?.Breaker.TriedAgain();
            await Task.Delay(pause, _clock, cancellation);
            last = await WithinAsync(Servers.RefreshAsync(), deadline, cancellation) ?? last;
            node = Servers.NodeOf(errand.Slot);
        }
    }

    (RedisNode Node, bool Asking) Redirected(int slot, RedisReply reply, RedisNode from)
    {
        // MOVED 3999 127.0.0.1:6381; without a host, the host that was asked.
        var place = reply.Text.Split(' ')[2];
        var to = RedisEndpoint.Parse(place[0] == ':' ? from.Endpoint.Host + place : place);
        return reply.Code == "MOVED" ? (Servers.Moved(slot, to), false) : (Servers.NodeAt(to), true);
    }

    async Task<T> WithinAsync<T>(Task<T> task, long deadline, CancellationToken cancellation)
    {
        try
        {
            var left = Left(deadline);
            return await task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellation);
        }
        catch (TimeoutException fault)
        {
            throw new RedisUnavailableException(
                $"None of the Redis servers {_settings.Places} answered within {_settings.Timeout.TotalSeconds:0.###} s.", fault);
        }
    }

    TimeSpan Left(long deadline) => _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);

    // A server that starts, fails over or has its slots moved says so, and is well again in a moment.
    static bool IsPassing(string code) =>
        code is "LOADING" or "CLUSTERDOWN" or "TRYAGAIN" or "MASTERDOWN" or "READONLY" or "MOVED" or "ASK" or "BUSY" or "UNBLOCKED";

    // Keys of a slot that is being moved are with two servers; who reads several can ask for each by itself.
    static bool IsDivided(RedisCommand command, RedisReply reply) => command.Name == "MGET" && reply.Code == "TRYAGAIN";

    readonly record struct Errand(int Slot, RedisNode? Node, bool IsPinned, RedisCommand Command);
}
