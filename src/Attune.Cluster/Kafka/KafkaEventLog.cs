using System.Text;
using Attune.Access;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>The event log of a cluster: one topic a workspace, the events of a profile in one partition of it.</summary>
/// <remarks>
/// <para><b>Layout.</b> Topic <c>{prefix}.{workspace}.events</c>; records are drawn in FORMAT.md.</para>
/// <para><b>Durability.</b> An append is answered when the brokers in sync have all its events. One that fails may have stored some;
/// it is sent again, and readers take what they have seen for a repeat.</para>
/// <para><b>Repeats.</b> An event whose id stood at one of the last <see cref="KafkaSettings.RepeatWindow"/> offsets before it in its partition
/// is handed out as <see cref="UserEvent.Erased"/>, to every reader alike wherever it begins.</para>
/// <para><b>Ends.</b> <see cref="FirstOffset"/> and <see cref="EndOffset"/> wait for nobody; how new they are says <see cref="PartitionEnds"/>.</para>
/// <para><b>Erasing.</b> See <see cref="KafkaErasures"/> for what holds.</para>
/// <para><b>Failure.</b> Reading waits for brokers that are away and goes on by itself.</para>
/// </remarks>
public sealed class KafkaEventLog : IEventLog
{
    readonly string _topic;
    readonly string _groups;
    readonly KafkaSettings _settings;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly PartitionEnds _ends;
    readonly KafkaErasures _erasures;
    readonly KafkaAppender _appender;
    int _isClosed;

    KafkaEventLog(string name, KafkaSettings settings, PartitionEnds ends, KafkaErasures erasures, TimeProvider clock, ILogger logger)
    {
        var topic = $"{name}.events";
        (_topic, _groups, _settings, _ends, _erasures, _clock, _logger) = (topic, name, settings, ends, erasures, clock, logger);
        _appender = new KafkaAppender(topic, settings, ends, clock, logger);
    }

    /// <inheritdoc/>
    public bool RecognisesRepeats => true;

    /// <inheritdoc/>
    public int Partitions => _ends.Count;

    /// <summary>Opens the log of a workspace, and makes its topics where they are missing.</summary>
    /// <param name="workspace">The workspace's name.</param>
    /// <param name="settings">Which brokers, and how.</param>
    /// <param name="clock">Says when events are accepted.</param>
    /// <param name="logs">Where the client's troubles are told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the name is no workspace's.</exception>
    /// <exception cref="KafkaMissingException">The native library is not installed.</exception>
    /// <exception cref="KafkaUnavailableException">No broker answers in time.</exception>
    public static async ValueTask<KafkaEventLog> OpenAsync(
        string workspace, KafkaSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        SettingFaults.Refuse(settings.Faults());
        if (!WorkspaceName.IsValid(workspace))
        {
            throw new ArgumentException($"'{workspace}' is no workspace's name.", nameof(workspace));
        }

        var logger = logs.CreateLogger<KafkaEventLog>();
        var name = $"{settings.Prefix}.{workspace}";
        var topic = $"{name}.events";
        var partitions = await KafkaTopics.EnsureAsync(topic, settings.Partitions, isCompacted: false, settings, clock, logger, cancellation);
        var erasures = await KafkaErasures.OpenAsync($"{name}.erasures", settings, clock, logger, cancellation);
        try
        {
            var ends = await Task.Run(() => new PartitionEnds(topic, partitions, settings, logger), cancellation);
            Log.Opened(logger, topic, partitions, settings.Brokers);
            return new KafkaEventLog(name, settings, ends, erasures, clock, logger);
        }
        catch (KafkaException failure)
        {
            await erasures.DisposeAsync();
            throw new KafkaUnavailableException(settings, $"asking for the ends of topic {topic}", failure);
        }
        catch
        {
            await erasures.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public long FirstOffset(int partition) => _ends.First(Known(partition));

    /// <inheritdoc/>
    public long EndOffset(int partition) => _ends.End(Known(partition));

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There are no events, or more than a batch may have.</exception>
    /// <exception cref="EncoderFallbackException">A text has half a surrogate pair; nothing was sent.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, EventLimits.BatchEvents, nameof(events));
        cancellation.ThrowIfCancellationRequested();
        return _appender.AppendAsync(events, cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>The consumer group is <c>{prefix}.{workspace}.{purpose}</c>. The log outlives what has joined it.</remarks>
    public IPartitionGroup Join(string purpose) =>
        new KafkaPartitionGroup(_topic, $"{_groups}.{purpose}", _settings, _ends, _clock, _logger);

    /// <inheritdoc/>
    /// <remarks>Before it hands out its first event it reads as many before it as <see cref="KafkaSettings.RepeatWindow"/> says.</remarks>
    public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
        new PartitionReader(_topic, Known(partition), _settings, _ends, _erasures, _logger).ReadAsync(offset, follow, cancellation);

    /// <inheritdoc/>
    /// <remarks>Kafka rewrites no record: they go with the topic's retention.</remarks>
    public bool ErasesBytes => false;

    /// <inheritdoc/>
    /// <remarks>Cost: reads the partitions of the profiles from their beginning, to count.</remarks>
    /// <exception cref="KafkaUnavailableException">The brokers did not take it.</exception>
    public async ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var erased = 0L;
        var partitions = erasure.Profiles.Select(profile => PartitionOf(new ProfileKey(profile))).Distinct();
        foreach (var partition in partitions)
        {
            await foreach (var batch in ReadAsync(partition, 0, follow: false, cancellation))
            {
                erased += erasure.Count(batch);
                if (batch.NextOffset >= erasure.Before.OffsetIn(partition))
                {
                    break;
                }
            }
        }

        await _erasures.AddAsync(erasure, cancellation);
        return erased;
    }

    /// <inheritdoc/>
    public ValueTask HeedAsync(EventErasure erasure, CancellationToken cancellation)
    {
        _erasures.Heed(erasure);
        return default;
    }

    /// <inheritdoc/>
    public int PartitionOf(ProfileKey profile) => KeyHash.Partition(Encoding.UTF8.GetBytes(profile.Value), Partitions);

    /// <summary>Waits for appends on their way, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        await _appender.DisposeAsync();
        await _erasures.DisposeAsync();
        _ends.Dispose();
    }

    int Known(int partition) => partition >= 0 && partition < Partitions
        ? partition
        : throw new ArgumentOutOfRangeException(nameof(partition), partition, $"This log has {Partitions} partitions, from 0.");
}
