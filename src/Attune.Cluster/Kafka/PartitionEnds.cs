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
    readonly string _topic;
    readonly KafkaSettings _settings;
    readonly ILogger _logger;
    readonly IConsumer<Ignore, Ignore> _asking;
    readonly CancellationTokenSource _stop = new();
    readonly Task _refreshing;
    readonly long[] _first;
    readonly long[] _end;

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

        _refreshing = Task.Factory.StartNew(KeepFresh, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Count => _end.Length;

    public long First(int partition) => Volatile.Read(ref _first[partition]);

    public long End(int partition) => Volatile.Read(ref _end[partition]);

    /// <summary>Takes note that a partition reaches to an offset at least.</summary>
    public void ReachesTo(int partition, long end) => Raise(ref _end[partition], end);

    /// <summary>Takes note that nothing before an offset is held.</summary>
    public void BeginsAt(int partition, long first) => Raise(ref _first[partition], first);

    /// <summary>Asks the brokers for one partition; blocks until they answer.</summary>
    /// <exception cref="KafkaException">They do not within <see cref="KafkaSettings.RequestTimeout"/>.</exception>
    public (long First, long End) Ask(int partition)
    {
        var marks = _asking.QueryWatermarkOffsets(new(_topic, partition), _settings.RequestTimeout);
        BeginsAt(partition, marks.Low.Value);
        ReachesTo(partition, marks.High.Value);
        return (First(partition), End(partition));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _refreshing.Wait();
        _asking.Dispose();
        _stop.Dispose();
    }

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
        while (!_stop.Token.WaitHandle.WaitOne(_settings.EndsInterval))
        {
            try
            {
                Refresh();
            }
            catch (KafkaException failure)
            {
                Log.ClientError(_logger, failure.Message);
            }
        }
    }

    void Refresh()
    {
        for (var partition = 0; partition < _end.Length && !_stop.IsCancellationRequested; partition++)
        {
            Ask(partition);
        }
    }
}
