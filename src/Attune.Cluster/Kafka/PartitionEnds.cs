using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Kafka;

/// <summary>The first and the end offset of every partition, as last heard: reading them waits for nobody.</summary>
/// <remarks>
/// An end is never behind what this process has had acknowledged or has read; of what other processes append it learns within
/// <see cref="KafkaSettings.EndsInterval"/> while the brokers answer. Neither ever goes back.
/// </remarks>
sealed class PartitionEnds : IDisposable
{
    const long Beginning = -2;
    const long Newest = -1;

    readonly string _topic;
    readonly KafkaSettings _settings;
    readonly ILogger _logger;
    readonly IConsumer<Ignore, Ignore> _asking;
    readonly CancellationTokenSource _stop = new();
    readonly AutoResetEvent _wake = new(false);
    readonly Lock _gate = new();
    readonly long[] _first;
    readonly long[] _end;
    TaskCompletionSource? _wanted;

    /// <summary>Begins with what the brokers say now; blocks until they have.</summary>
    /// <exception cref="KafkaException">They do not answer.</exception>
    public PartitionEnds(string topic, int partitions, KafkaSettings settings, ILogger logger)
    {
        (_topic, _settings, _logger) = (topic, settings, logger);
        (_first, _end) = (new long[partitions], new long[partitions]);
        _asking = new ConsumerBuilder<Ignore, Ignore>(KafkaClients.Reader(settings)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            Refresh();
        }
        catch
        {
            _asking.Dispose();
            throw;
        }

        _ = Task.Factory.StartNew(KeepFresh, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Count => _end.Length;

    public long First(int partition) => Volatile.Read(ref _first[partition]);

    public long End(int partition) => Volatile.Read(ref _end[partition]);

    /// <summary>Takes note that a partition reaches to an offset at least.</summary>
    public void ReachesTo(int partition, long end) => Raise(ref _end[partition], end);

    /// <summary>Takes note that nothing before an offset is held.</summary>
    public void BeginsAt(int partition, long first) => Raise(ref _first[partition], first);

    /// <summary>Has the brokers asked now.</summary>
    /// <returns>Completes when they have answered for every partition; fails with what went wrong otherwise.</returns>
    public Task AskAsync()
    {
        lock (_gate)
        {
            _wanted ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            _wake.Set();
            return _wanted.Task;
        }
    }

    /// <summary>Ends the asking, without waiting for an answer that may be under way.</summary>
    public void Dispose() => _stop.Cancel();

    static void Raise(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    void KeepFresh()
    {
        while (!_stop.IsCancellationRequested)
        {
            WaitHandle.WaitAny([_stop.Token.WaitHandle, _wake], _settings.EndsInterval);
            TaskCompletionSource? wanted;
            lock (_gate)
            {
                (wanted, _wanted) = (_wanted, null);
            }

            try
            {
                Refresh();
                wanted?.SetResult();
            }
            catch (KafkaException failure)
            {
                Log.ClientError(_logger, failure.Message);
                wanted?.SetException(failure);
                FindLeaders();
            }
        }

        _asking.Dispose();
    }

    // The client asks those it takes for the leaders until it is told of others.
    void FindLeaders()
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(_asking.Handle).Build();
            admin.GetMetadata(_topic, _settings.RequestTimeout);
        }
        catch (KafkaException failure)
        {
            Log.ClientError(_logger, failure.Message);
        }
    }

    // By the times that mean beginning and end: unlike asking for watermarks, this keeps its time-out, and is one request a broker.
    void Refresh()
    {
        foreach (var place in Ask(Beginning))
        {
            BeginsAt(place.Partition.Value, place.Offset.Value);
        }

        foreach (var place in Ask(Newest))
        {
            ReachesTo(place.Partition.Value, place.Offset.Value);
        }
    }

    List<TopicPartitionOffset> Ask(long time) => _asking.OffsetsForTimes(
        Enumerable.Range(0, Count).Select(partition => new TopicPartitionTimestamp(_topic, partition, new(time, TimestampType.NotAvailable))),
        _settings.RequestTimeout);
}
