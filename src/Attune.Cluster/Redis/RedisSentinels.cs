using System.Text;

namespace Attune.Cluster.Redis;

/// <summary>Sentinels, which say which server is the master and make another one master where it is gone.</summary>
sealed class RedisSentinels : IAsyncDisposable
{
    readonly RedisNode[] _sentinels;
    readonly RedisCommand _question;
    readonly string _master;
    readonly TimeProvider _clock;

    public RedisSentinels(RedisSettings settings, TimeProvider clock, RedisBackoff backoff)
    {
        var own = settings with { User = settings.SentinelUser, Password = settings.SentinelPassword, Database = 0 };
        (_master, _clock) = (settings.MasterName, clock);
        _question = new RedisCommand("SENTINEL", "get-master-addr-by-name"u8.ToArray(), Encoding.UTF8.GetBytes(_master));
        _sentinels = [.. settings.Sentinels.Select(text => new RedisNode(RedisEndpoint.Parse(text), own, clock, backoff, _ => { }))];
    }

    /// <summary>Asks all of them.</summary>
    /// <param name="longest">How long each may take.</param>
    /// <param name="isWholeNeeded">Whether the others are waited for once most agree.</param>
    public async Task<RedisMasterNamed> AskAsync(TimeSpan longest, bool isWholeNeeded = false)
    {
        var named = new Dictionary<RedisEndpoint, int>();
        List<RedisException> faults = [];
        await foreach (var answer in Task.WhenEach(_sentinels.Select(sentinel => AskAsync(sentinel, longest))))
        {
            try
            {
                var place = await answer;
                named[place] = named.GetValueOrDefault(place) + 1;
                if (named[place] * 2 > _sentinels.Length && !isWholeNeeded)
                {
                    break;
                }
            }
            catch (RedisException fault)
            {
                faults.Add(fault);
            }
        }

        var order = named.OrderByDescending(place => place.Value).ToList();
        return new(
            order is [var first, ..] && first.Value * 2 > _sentinels.Length ? first.Key : null,
            [.. order.Select(place => place.Key)],
            faults);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sentinel in _sentinels)
        {
            await sentinel.DisposeAsync();
        }
    }

    async Task<RedisEndpoint> AskAsync(RedisNode sentinel, TimeSpan longest)
    {
        var deadline = _clock.GetTimestamp() + (long)(longest.TotalSeconds * _clock.TimestampFrequency);
        RedisConnection connection;
        try
        {
            connection = await sentinel.ConnectAsync().WaitAsync(longest, _clock);
        }
        catch (TimeoutException fault)
        {
            throw new RedisUnavailableException($"The sentinel {sentinel.Endpoint} let nobody in within {longest.TotalSeconds:0.###} s.", fault);
        }

        var reply = await connection.SendAsync(_question, deadline);
        return reply switch
        {
            { Kind: RedisReplyKind.Error } => throw new RedisException($"The sentinel {sentinel.Endpoint} refused to name the master: {reply.Text}") { Code = reply.Code },
            { Items: [var host, var port] } when RedisEndpoint.TryParse($"{host.Text}:{port.Text}", out var place) => place,
            _ => throw new RedisException($"The sentinel {sentinel.Endpoint} knows no master called \"{_master}\"."),
        };
    }
}

/// <summary>What sentinels said.</summary>
/// <param name="Agreed">Whom most of them name; null where they are away, or divided.</param>
/// <param name="All">Everybody who was named, by how many.</param>
/// <param name="Faults">Why the others said nothing.</param>
sealed record RedisMasterNamed(RedisEndpoint? Agreed, IReadOnlyList<RedisEndpoint> All, IReadOnlyList<RedisException> Faults);
