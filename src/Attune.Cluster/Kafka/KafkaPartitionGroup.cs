using System.Diagnostics.Metrics;
using Attune.Events;
using Attune.Operating;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>This node as a member of a consumer group, which is given partitions and reads none: whoever holds a lease reads by the log.</summary>
/// <remarks>
/// <para><b>Rebalance.</b> Eager: when a member comes or goes, all leases are lost, and the group waits (<see cref="KafkaSettings.LeaseTimeout"/>
/// at most) until they are disposed; then partitions are given anew. A member that is not heard of for
/// <see cref="KafkaSettings.SessionTimeout"/> has left, and learns so itself.</para>
/// <para><b>Offsets.</b> <see cref="IPartitionLease.Done"/> is committed every <see cref="KafkaSettings.CommitInterval"/> for the eyes of Kafka's own
/// tools; where work begins again is the state's and the history's own offset.</para>
/// </remarks>
sealed class KafkaPartitionGroup : IPartitionGroup
{
    static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    readonly string _topic;
    readonly string _group;
    readonly KafkaSettings _settings;
    readonly PartitionEnds _ends;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Lock _gate = new();
    readonly Dictionary<int, KafkaTenure> _held = [];
    readonly CancellationTokenSource _stop = new();
    readonly Meter _meter = new(AttuneTelemetry.Name);
    readonly Task _polling;
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _isToPause;

    public KafkaPartitionGroup(string topic, string group, KafkaSettings settings, PartitionEnds ends, TimeProvider clock, ILogger logger)
    {
        (_topic, _group, _settings, _ends, _clock, _logger) = (topic, group, settings, ends, clock, logger);
        _meter.CreateObservableGauge("attune.kafka.lag", Lag, "{event}", "Events of a partition held here that its group has not done with.");
        _polling = Task.Factory.StartNew(Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The node has left the group.</exception>
    public async ValueTask<IPartitionLease> AcquireAsync(int partition, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
                if (_held.TryGetValue(partition, out var tenure) && tenure.TryTake() is { } lease)
                {
                    return lease;
                }
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes back all leases, waits for them, and leaves the group, so that others are given the partitions at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await _polling;
            _meter.Dispose();
            Changed();
        }
    }

    void Poll()
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(KafkaClients.Member(_settings, _group))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => Log.ClientError(_logger, error.Reason))
            .SetPartitionsAssignedHandler((_, given) => Begin(given))
            .SetPartitionsRevokedHandler((member, taken) => End(member, taken.Select(place => place.Partition.Value)))
            .SetPartitionsLostHandler((_, lost) => End(null, lost.Select(place => place.Partition.Value)))
            .Build();
        consumer.Subscribe(_topic);
        var committedAt = _clock.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                consumer.Consume(Idle);
                if (_isToPause)
                {
                    _isToPause = false;
                    consumer.Pause(consumer.Assignment);
                }

                if (_clock.GetElapsedTime(committedAt) >= _settings.CommitInterval)
                {
                    committedAt = _clock.GetTimestamp();
                    Commit(consumer, Held());
                }
            }
            catch (KafkaException failure)
            {
                Log.ClientError(_logger, failure.Error.Reason);
                _stop.Token.WaitHandle.WaitOne(Idle);
            }
        }

        Leave(consumer);
    }

    void Leave(IConsumer<Ignore, Ignore> consumer)
    {
        try
        {
            consumer.Close();
        }
        catch (KafkaException failure)
        {
            Log.ClientError(_logger, failure.Error.Reason);
        }

        // Where no broker answered, nothing was revoked.
        End(null, [.. Held().Select(tenure => tenure.Partition)]);
    }

    /// <summary>At the end of each: the member reads nothing, and is paused as soon as it has them.</summary>
    IEnumerable<TopicPartitionOffset> Begin(List<TopicPartition> given)
    {
        lock (_gate)
        {
            foreach (var place in given)
            {
                _held[place.Partition.Value] = new KafkaTenure(place.Partition.Value, Changed);
            }
        }

        Log.Assigned(_logger, _group, string.Join(',', given.Select(place => place.Partition.Value)));
        _isToPause = true;
        Changed();
        return given.Select(place => new TopicPartitionOffset(place, Offset.End));
    }

    void End(IConsumer<Ignore, Ignore>? member, IEnumerable<int> partitions)
    {
        var ending = new List<KafkaTenure>();
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                if (_held.Remove(partition, out var tenure))
                {
                    ending.Add(tenure);
                }
            }
        }

        if (!Task.WaitAll([.. ending.Select(tenure => tenure.End())], _settings.LeaseTimeout))
        {
            Log.LeaseOverdue(_logger, _group, _settings.LeaseTimeout);
        }

        try
        {
            if (member is not null)
            {
                Commit(member, ending);
            }
        }
        catch (KafkaException failure)
        {
            Log.ClientError(_logger, failure.Error.Reason);
        }
    }

    void Commit(IConsumer<Ignore, Ignore> member, IReadOnlyList<KafkaTenure> tenures)
    {
        List<TopicPartitionOffset> offsets = [.. tenures
            .Select(tenure => (tenure.Partition, Offset: tenure.TakeUncommitted()))
            .Where(place => place.Offset is not null)
            .Select(place => new TopicPartitionOffset(_topic, place.Partition, place.Offset!.Value))];
        if (offsets.Count > 0)
        {
            member.Commit(offsets);
        }
    }

    List<KafkaTenure> Held()
    {
        lock (_gate)
        {
            return [.. _held.Values];
        }
    }

    IEnumerable<Measurement<long>> Lag()
    {
        foreach (var tenure in Held())
        {
            if (tenure.Done >= 0)
            {
                yield return new(Math.Max(0, _ends.End(tenure.Partition) - tenure.Done), new("group", _group), new("partition", tenure.Partition));
            }
        }
    }

    void Changed()
    {
        lock (_gate)
        {
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
