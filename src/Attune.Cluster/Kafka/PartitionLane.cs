using Confluent.Kafka;

namespace Attune.Cluster.Kafka;

/// <summary>The records on their way to one partition: while some await their acknowledgement, what comes gathers, and goes together after it.</summary>
/// <remarks>
/// So a record that comes alone goes at once, and under load a request holds all that came during the one before. It also keeps a producer
/// below its limit of requests in flight: at that limit the client's threads ask in a circle whether they may send, which costs a core while brokers
/// are slow, and makes them slower. Records keep their order.
/// </remarks>
/// <param name="place">The partition.</param>
/// <param name="producer">Asked for the producer of the moment.</param>
sealed class PartitionLane(TopicPartition place, Func<IProducer<byte[], byte[]>> producer)
{
    readonly Lock _gate = new();
    readonly Queue<(Message<byte[], byte[]> Message, IRecordFate Fate)> _gathered = [];
    int _inFlight;
    int _epoch;

    /// <summary>Adds a record; it goes with the next <see cref="Send"/> that finds none in flight.</summary>
    public void Gather(Message<byte[], byte[]> message, IRecordFate fate)
    {
        lock (_gate)
        {
            _gathered.Enqueue((message, fate));
        }
    }

    /// <summary>Sends what has gathered, unless there are records in flight: then it goes when they are acknowledged.</summary>
    public void Send()
    {
        lock (_gate)
        {
            if (_inFlight > 0 || _gathered.Count == 0)
            {
                return;
            }

            // Counted before they are sent: the first may be reported before the last is handed over.
            _inFlight = _gathered.Count;
            var epoch = _epoch;
            var sender = producer();
            for (var left = _inFlight; left > 0; left--)
            {
                var (message, fate) = _gathered.Dequeue();
                try
                {
                    sender.Produce(place, message, report => Reported(report, fate, epoch));
                }
                catch (Exception refusal) when (refusal is KafkaException or ObjectDisposedException)
                {
                    // What follows must not be stored without this one: they may be one profile's.
                    _inFlight -= left;
                    fate.NotSent(refusal.Message);
                    Refuse(refusal.Message);
                    return;
                }
            }
        }
    }

    /// <summary>Gives up what has gathered.</summary>
    public void Refuse(string reason)
    {
        lock (_gate)
        {
            while (_gathered.TryDequeue(out var record))
            {
                record.Fate.NotSent(reason);
            }
        }
    }

    /// <summary>Waits no longer for what a producer has in flight that is no more, and goes on with what has gathered.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _epoch++;
            _inFlight = 0;
        }

        Send();
    }

    void Reported(DeliveryReport<byte[], byte[]> report, IRecordFate fate, int epoch)
    {
        fate.Take(report);
        bool isOver;
        lock (_gate)
        {
            isOver = epoch == _epoch && --_inFlight == 0;
        }

        if (isOver)
        {
            Send();
        }
    }
}

/// <summary>Who is told what became of a record.</summary>
interface IRecordFate
{
    /// <summary>The brokers have acknowledged it, or it has failed.</summary>
    void Take(DeliveryReport<byte[], byte[]> report);

    /// <summary>It was not handed to the client.</summary>
    void NotSent(string reason);
}
