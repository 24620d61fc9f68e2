using System.Buffers.Binary;
using Attune.State;

namespace Attune.Cluster.Redis;

/// <summary>Counts values and their bytes, by walking over their names; what was counted is used again for a while.</summary>
sealed class RedisMeasure(RedisClient client, RedisWalk walk, RedisSettings settings, TimeProvider clock)
{
    const int StaleTimes = 10;

    readonly Lock _gate = new();
    readonly Dictionary<StateKind, Counted> _counted = [];
    readonly Dictionary<StateKind, Task<(long Count, long Bytes)>> _counting = [];

    /// <summary>The count, at most the setting old; up to ten times as old where it is being counted anew for the next who asks.</summary>
    public async ValueTask<(long Count, long Bytes)> OfAsync(StateKind kind, CancellationToken cancellation)
    {
        Task<(long, long)> counting;
        lock (_gate)
        {
            if (_counted.TryGetValue(kind, out var last) && clock.GetElapsedTime(last.At) < settings.MeasureAge)
            {
                return last.Sum;
            }

            counting = _counting.GetValueOrDefault(kind) is { IsCompleted: false } begun ? begun : _counting[kind] = Task.Run(() => CountAsync(kind), CancellationToken.None);
            if (last is not null && clock.GetElapsedTime(last.At) < settings.MeasureAge * StaleTimes)
            {
                return last.Sum;
            }
        }

        return await counting.WaitAsync(cancellation);
    }

    async Task<(long Count, long Bytes)> CountAsync(StateKind kind)
    {
        var (count, bytes) = (0L, 0L);
        await foreach (var page in walk.PagesAsync(kind, CancellationToken.None))
        {
            foreach (var some in page.Chunk(1_000))
            {
                var lengths = await Task.WhenAll(some.Select(key => LengthAsync(kind, key)));
                count += lengths.LongCount(length => length >= 0);
                bytes += lengths.Where(length => length >= 0).Sum();
            }
        }

        lock (_gate)
        {
            _counted[kind] = new((count, bytes), clock.GetTimestamp());
        }

        return (count, bytes);
    }

    // −1 for what is gone since it was named: every value of ours has a head.
    async Task<long> LengthAsync(StateKind kind, byte[] key)
    {
        if (kind != StateKind.Overlay)
        {
            return Math.Max(-1, (await client.CallAsync(RedisSlots.Of(key), new RedisCommand("STRLEN", key), CancellationToken.None)).Number - RedisValue.Head);
        }

        var head = (await client.CallAsync(RedisSlots.Of(key), new RedisCommand("GETRANGE", key, "2"u8.ToArray(), "9"u8.ToArray()), CancellationToken.None)).Bytes;
        return head is { Length: 8 } ? BinaryPrimitives.ReadInt64BigEndian(head) : -1;
    }

    sealed record Counted((long Count, long Bytes) Sum, long At);
}
