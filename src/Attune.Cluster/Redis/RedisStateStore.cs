using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Attune.Access;
using Attune.Events;
using Attune.State;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Redis;

/// <summary>The state store that several nodes share, on Redis or Valkey: one server, a master with replicas, or a cluster.</summary>
/// <remarks>
/// <para><b>Durability.</b> The server's own: what a fail-over or a restart may lose of confirmed writes, a second or so, shows in
/// <see cref="Losses"/>, and <see cref="RestoredAsync"/> is far enough back to apply it again.</para>
/// <para><b>Fences.</b> A write with a fence is a script that looks at the stored one first, in one step.</para>
/// <para><b>Cost.</b> A read is one round trip to each master that has any of its keys; profile, list and alias of one user share a slot.
/// Every call ends within <see cref="RedisSettings.Timeout"/>, by an <see cref="IOException"/> where the servers are away; once that is
/// known, at once.</para>
/// <para><b>Concurrency.</b> Any number of callers; one writer per key, which the fences tell from one that was it before.</para>
/// </remarks>
public sealed class RedisStateStore : IStateStore
{
    const int KeysAtOnce = 512;

    readonly RedisClient _client;
    readonly RedisKeys _keys;
    readonly RedisOverlay _overlay;
    readonly RedisWalk _walk;
    readonly RedisMeasure _measure;
    readonly RedisSettings _settings;
    readonly ILogger _logger;
    readonly byte[] _ttl;

    RedisStateStore(RedisClient client, string workspace, RedisSettings settings, TimeProvider clock, ILogger logger)
    {
        (_client, _keys, _settings, _logger) = (client, new(settings.Prefix, workspace), settings, logger);
        (_overlay, _walk) = (new(client, _keys), new(client, _keys));
        _measure = new(client, _walk, settings, clock);
        _ttl = Number((long)settings.ProfileTtl.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public long Losses => _client.Servers.Losses;

    /// <summary>Connects, and finds the masters. Makes nothing: a workspace is a prefix of keys.</summary>
    /// <param name="workspace">Whose state.</param>
    /// <param name="settings">Where the servers are.</param>
    /// <param name="clock">Deadlines and waits.</param>
    /// <param name="logs">Where fail-overs and what could not be stored are told.</param>
    /// <param name="cancellation">Ends the connecting.</param>
    /// <exception cref="ArgumentException">The settings have faults, or no workspace is called so.</exception>
    /// <exception cref="RedisUnavailableException">No server answers within the time-out; the message says what each said.</exception>
    /// <exception cref="RedisException">A server refuses user, password or database.</exception>
    public static async ValueTask<RedisStateStore> OpenAsync(
        string workspace, RedisSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Operating.SettingFaults.Refuse(settings.Faults());
        if (!WorkspaceName.IsValid(workspace))
        {
            throw new ArgumentException($"\"{workspace}\" is no name of a workspace: {WorkspaceName.Rule}", nameof(workspace));
        }

        var logger = logs.CreateLogger<RedisStateStore>();
        return new(await RedisClient.OpenAsync(settings, clock, logger, cancellation), workspace, settings, clock, logger);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> GetAsync(StateKey key, CancellationToken cancellation)
    {
        var name = _keys.Of(key);
        var reply = await _client.CallAsync(RedisSlots.Of(name), new RedisCommand("GET", name), cancellation);
        Touch(key, name, reply.Bytes);
        return await DecodeAsync(key, reply.Bytes, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?[]> GetAsync(IReadOnlyList<StateKey> keys, CancellationToken cancellation)
    {
        byte[][] names = [.. keys.Select(_keys.Of)];
        var stored = await ReadAsync(names, cancellation);
        var values = new byte[]?[names.Length];
        for (var at = 0; at < names.Length; at++)
        {
            Touch(keys[at], names[at], stored[at]);
            values[at] = await DecodeAsync(keys[at], stored[at], cancellation);
        }

        return values;
    }

    /// <inheritdoc/>
    /// <remarks>Parts of the overlay are written together, all or none; each other value by itself. A profile, list or alias longer than
    /// <see cref="RedisSettings.ProfileBytes"/> is not written, which the log says.</remarks>
    public async ValueTask PutAsync(IReadOnlyList<StateWrite> values, CancellationToken cancellation)
    {
        foreach (var some in values.Where(write => write.Key.Kind != StateKind.Overlay).Chunk(KeysAtOnce))
        {
            await Task.WhenAll(some.Select(write => PutAsync(write, cancellation)));
        }

        StateWrite[] parts = [.. values.Where(write => write.Key.Kind == StateKind.Overlay)];
        if (parts.Length > 0)
        {
            await _overlay.PutAsync(parts, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask MarkAppliedAsync(LogToken applied, CancellationToken cancellation) =>
        await _client.CallAsync(RedisScript.Raise, [_keys.Marks], [.. applied.Places.SelectMany(place => new[] { Number(place.Partition), Number(place.Offset) })], cancellation);

    /// <inheritdoc/>
    public async ValueTask<LogToken?> AppliedAsync(CancellationToken cancellation)
    {
        var marks = (await _client.CallAsync(RedisSlots.Of(_keys.Marks), new RedisCommand("HGETALL", _keys.Marks), cancellation)).Items;
        return LogToken.Of(marks.Chunk(2).Select(pair =>
            (int.Parse(pair[0].Text, CultureInfo.InvariantCulture), long.Parse(pair[1].Text, CultureInfo.InvariantCulture))));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<StateKey, byte[]>> ScanAsync(StateKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in _walk.PagesAsync(kind, cancellation))
        {
            var stored = await ReadAsync(page, cancellation);
            for (var at = 0; at < page.Length; at++)
            {
                var key = _keys.Parse(kind, page[at]);
                if (await DecodeAsync(key, stored[at], cancellation) is { } value)
                {
                    yield return new(key, value);
                }
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Counting reads the names of all values; the count may be as old as <see cref="RedisSettings.MeasureAge"/>, and where it is
    /// being counted anew ten times as old.</remarks>
    public ValueTask<(long Count, long Bytes)> MeasureAsync(StateKind kind, CancellationToken cancellation) => _measure.OfAsync(kind, cancellation);

    /// <inheritdoc/>
    /// <remarks>What was marked, less <see cref="RedisSettings.RewindEvents"/>.</remarks>
    public async ValueTask<LogToken> RestoredAsync(CancellationToken cancellation) =>
        LogToken.Of((await AppliedAsync(cancellation))!.Value.Places.Select(place => (place.Partition, Math.Max(0, place.Offset - _settings.RewindEvents))));

    /// <inheritdoc/>
    /// <remarks>What was put is with the server already; the place is kept beside the overlay's parts.</remarks>
    public async ValueTask CheckpointAsync(LogToken applied, CancellationToken cancellation) =>
        await _client.CallAsync(RedisSlots.Of(_keys.Checkpoint), new RedisCommand("SET", _keys.Checkpoint, Encoding.ASCII.GetBytes(applied.ToString())), cancellation);

    /// <summary>The place the last checkpoint was taken for, by any node; none where there was none.</summary>
    /// <exception cref="RedisException">The servers are away.</exception>
    public async ValueTask<LogToken> CheckpointedAsync(CancellationToken cancellation)
    {
        var reply = await _client.CallAsync(RedisSlots.Of(_keys.Checkpoint), new RedisCommand("GET", _keys.Checkpoint), cancellation);
        return reply.Bytes is { Length: > 0 } && LogToken.TryParse(reply.Text, out var place) ? place : LogToken.None;
    }

    /// <summary>Lets go of the connections.</summary>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    // A node of a cluster answers only for keys of one slot at a time; all commands to one master go in one write.
    async ValueTask<byte[]?[]> ReadAsync(byte[][] names, CancellationToken cancellation)
    {
        var slots = Array.ConvertAll(names, name => RedisSlots.Of(name));
        var isOne = !_client.Servers.IsCluster || !slots.AsSpan().ContainsAnyExcept(slots.Length > 0 ? slots[0] : 0);
        if (isOne && names.Length is > 0 and <= KeysAtOnce)
        {
            return await ReadSlotAsync(slots[0], names, cancellation);
        }

        var stored = new byte[]?[names.Length];
        foreach (var some in Enumerable.Range(0, names.Length).Chunk(KeysAtOnce))
        {
            await Task.WhenAll(some.GroupBy(at => isOne ? 0 : slots[at]).Select(async group =>
            {
                int[] places = [.. group];
                var read = await ReadSlotAsync(group.Key, Array.ConvertAll(places, at => names[at]), cancellation);
                for (var at = 0; at < places.Length; at++)
                {
                    stored[places[at]] = read[at];
                }
            }));
        }

        return stored;
    }

    async ValueTask<byte[]?[]> ReadSlotAsync(int slot, byte[][] names, CancellationToken cancellation)
    {
        try
        {
            var reply = await _client.CallAsync(slot, new RedisCommand("MGET", names), cancellation);
            return reply.Items.Length == names.Length
                ? Array.ConvertAll(reply.Items, item => item.Bytes)
                : throw new RedisException($"Redis answered MGET of {names.Length} keys with {reply.Items.Length} values.");
        }
        catch (RedisException divided) when (divided.Code == "TRYAGAIN")
        {
            var replies = await Task.WhenAll(names.Select(name => _client.CallAsync(slot, new RedisCommand("GET", name), cancellation).AsTask()));
            return Array.ConvertAll(replies, reply => reply.Bytes);
        }
    }

    async Task PutAsync(StateWrite write, CancellationToken cancellation)
    {
        var (key, value, fence) = write;
        if (value?.Length > _settings.ProfileBytes)
        {
            RedisCounters.TooLong.Add(1);
            Log.TooLong(_logger, $"{key.Kind} {key.Name}", value.Length, _settings.ProfileBytes);
            return;
        }

        var name = _keys.Of(key);
        if (fence >= 0)
        {
            var reply = await _client.CallAsync(RedisScript.PutFenced, [name], [RedisValue.Encode(value, fence), value is null ? "0"u8.ToArray() : _ttl], cancellation);
            if (reply.Number == 0)
            {
                RedisCounters.Fenced.Add(1);
                Log.Fenced(_logger, $"{key.Kind} {key.Name}", fence);
            }
        }
        else
        {
            var command = value is null ? new RedisCommand("DEL", name) : new RedisCommand("SET", name, RedisValue.Encode(value, fence), "PX"u8.ToArray(), _ttl);
            await _client.CallAsync(RedisSlots.Of(name), command, cancellation);
        }
    }

    ValueTask<byte[]?> DecodeAsync(StateKey key, byte[]? stored, CancellationToken cancellation) =>
        stored is null ? default
        : key.Kind == StateKind.Overlay ? _overlay.ReadAsync(key.Name, stored, cancellation)
        : new(RedisValue.Decode(stored, key.Name));

    // An alias is written once and read for as long as anybody comes under the old id: reading it keeps it.
    void Touch(StateKey key, byte[] name, byte[]? stored)
    {
        if (key.Kind == StateKind.Alias && stored is not null)
        {
            _ = _client.CallAsync(RedisSlots.Of(name), new RedisCommand("PEXPIRE", name, _ttl), CancellationToken.None).AsTask()
                .ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
