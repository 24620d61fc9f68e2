using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Attune.Events;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>Whose events are unreadable, and before which places: a topic that every node follows, since Kafka rewrites no record.</summary>
/// <remarks>
/// <para><b>What holds.</b> No reader of any node hands such an event out: at once on the node that erased, elsewhere as soon as the
/// topic's record has come (milliseconds, while the brokers answer); a node that opens the log has read all of them first.</para>
/// <para><b>What does not.</b> The records lie in the brokers' files until their retention deletes them: who reads the topic by other
/// means still finds them. Profiles are named by a hash here.</para>
/// </remarks>
sealed class KafkaErasures : IAsyncDisposable
{
    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    readonly string _topic;
    readonly KafkaSettings _settings;
    readonly ILogger _logger;
    readonly ConcurrentDictionary<UInt128, LogToken> _before = new();
    readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _stop = new();
    readonly Task _following;

    KafkaErasures(string topic, KafkaSettings settings, ILogger logger)
    {
        (_topic, _settings, _logger) = (topic, settings, logger);
        _following = Task.Factory.StartNew(Follow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Opens the list, and reads it to its end.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answers.</exception>
    public static async Task<KafkaErasures> OpenAsync(string topic, KafkaSettings settings, TimeProvider clock, ILogger logger, CancellationToken cancellation)
    {
        await KafkaTopics.EnsureAsync(topic, 1, isCompacted: true, settings, clock, logger, cancellation);
        var erasures = new KafkaErasures(topic, settings, logger);
        try
        {
            await erasures._isRead.Task.WaitAsync(settings.RequestTimeout + settings.RequestTimeout, clock, cancellation);
            return erasures;
        }
        catch (TimeoutException late)
        {
            await erasures.DisposeAsync();
            throw new KafkaUnavailableException(settings, $"reading topic {topic}", late);
        }
        catch
        {
            await erasures.DisposeAsync();
            throw;
        }
    }

    /// <summary>True where an event is unreadable; free of cost while nothing was erased, 0.3 µs from then on.</summary>
    public bool Covers(UserEvent happened, int partition, long offset) =>
        !_before.IsEmpty
        && _before.TryGetValue(HashOf(happened.ProfileKey.Value), out var before)
        && offset < before.OffsetIn(partition);

    /// <summary>Adds profiles that another node has added, for the readers of this node and without waiting for the topic's record.</summary>
    public void Heed(EventErasure erasure)
    {
        foreach (var hash in erasure.Profiles.Select(HashOf))
        {
            _before.AddOrUpdate(hash, erasure.Before, (_, known) => Furthest(known, erasure.Before));
        }
    }

    /// <summary>Adds profiles, and returns when the brokers have it.</summary>
    /// <exception cref="KafkaUnavailableException">They do not; some profiles may have been added.</exception>
    public async Task AddAsync(EventErasure erasure, CancellationToken cancellation)
    {
        using var producer = new ProducerBuilder<string, string>(KafkaClients.Producer(_settings)).SetLogHandler((_, _) => { }).Build();
        try
        {
            var sent = new List<Task>();
            foreach (var profile in erasure.Profiles)
            {
                var hash = HashOf(profile);
                var before = _before.AddOrUpdate(hash, erasure.Before, (_, known) => Furthest(known, erasure.Before));
                sent.Add(producer.ProduceAsync(
                    new TopicPartition(_topic, 0), new() { Key = hash.ToString("x32", null), Value = before.ToString() }, cancellation));
            }

            await Task.WhenAll(sent);
        }
        catch (KafkaException failure)
        {
            throw new KafkaUnavailableException(_settings, "erasing", failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    static UInt128 HashOf(string profile)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(profile), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    static LogToken Furthest(LogToken known, LogToken place) => LogToken.Of(known.Places.Concat(place.Places));

    void Follow()
    {
        using var consumer = new ConsumerBuilder<string, string>(KafkaClients.Reader(_settings))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Log.ClientError(_logger, error.Reason))
            .Build();
        consumer.Assign(new TopicPartitionOffset(_topic, 0, Offset.Beginning));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (consumer.Consume(Idle) is { } record)
                {
                    Take(record);
                }
            }
            catch (ConsumeException failure)
            {
                Log.ClientError(_logger, failure.Error.Reason);
                _stop.Token.WaitHandle.WaitOne(Idle);
            }
        }
    }

    void Take(ConsumeResult<string, string> record)
    {
        if (record.IsPartitionEOF)
        {
            _isRead.TrySetResult();
        }
        else if (record.Message.Value is { } text && LogToken.TryParse(text, out var before)
            && UInt128.TryParse(record.Message.Key, System.Globalization.NumberStyles.HexNumber, null, out var profile))
        {
            _before.AddOrUpdate(profile, before, (_, known) => Furthest(known, before));
        }
        else
        {
            KafkaMeter.Poison.Add(1, new KeyValuePair<string, object?>("topic", _topic));
            Log.Poison(_logger, _topic, 0, record.Offset.Value, "It is no erasure.");
        }
    }
}
