using Attune.Operating;

namespace Attune.Cluster.Kafka;

/// <summary>Which brokers hold the event log, and how they are spoken to. Part <c>kafka</c> of the settings.</summary>
public sealed record KafkaSettings
{
    /// <summary>Addresses to begin with, as <c>host:port,host:port</c>; the others are learned from them. Required.</summary>
    public string Brokers { get; init; } = "";

    /// <summary>What the names of topics and groups begin with. Letters, digits, <c>_</c> and <c>-</c>, 1 to 100; default <c>attune</c>.</summary>
    public string Prefix { get; init; } = "attune";

    /// <summary>How many partitions a topic is made with; one that exists keeps its own number. 1 to 1 000; default 12.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>How many copies a topic is made with; null leaves it to the brokers. 1 to 9; default null.</summary>
    public int? Replicas { get; init; }

    /// <summary>
    /// An event whose id was seen among so many before it in its partition is a repeat and is read as erased. Costs some 60 bytes
    /// each for a reader. The same on all nodes, for ever. 1 to 10 000 000; default 100 000.
    /// </summary>
    public int RepeatWindow { get; init; } = 100_000;

    /// <summary>How long an append waits for the brokers' acknowledgement, trying again meanwhile. 100 ms to 5 minutes; default 10 seconds.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long any other call waits for its answer. 100 ms to 1 minute; default 5 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an event waits for others to be sent with it. 0 to 100 ms; default 1 ms.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How far apart a reader hands out batches at least, unless they are full: the first event after a pause is handed out at once,
    /// those close behind it together. 0 to 100 ms; default 10 ms.
    /// </summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a broker holds a request for events it does not have yet. 1 ms to 5 seconds; default 50 ms.</summary>
    public TimeSpan FetchWait { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the ends of all partitions are asked for. 10 ms to 1 minute; default 500 ms.</summary>
    public TimeSpan EndsInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many events may wait for acknowledgement; beyond it an append is refused as overloaded. 1 to 10 000 000; default 200 000.</summary>
    public int QueueEvents { get; init; } = 200_000;

    /// <summary>How many bytes of events may wait for acknowledgement. 64 KiB to 1 GiB; default 64 MiB.</summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>How much a reader fetches ahead, in bytes. 64 KiB to 256 MiB; default 4 MiB.</summary>
    public int FetchAheadBytes { get; init; } = 4 << 20;

    /// <summary>A member of a group that has not been heard of for so long has left it. 1 second to 5 minutes; default 10 seconds.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a partition that is to go to another node waits for its holder to let go. 100 ms to 4 minutes; default 30 seconds.</summary>
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a group's progress is committed, for those who watch its lag. 100 ms to 1 minute; default 1 second.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the connection is secured.</summary>
    public KafkaSecurity Security { get; init; } = new();

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("kafka")
        .Must(Brokers.Length > 0, nameof(Brokers), $"empty; it must name a broker, as host:port.")
        .Must(IsName(Prefix), nameof(Prefix), $"'{Prefix}'; it must be 1 to 100 letters, digits, _ and -.")
        .Within(Partitions, 1, 1_000)
        .Must(Replicas is null or (>= 1 and <= 9), nameof(Replicas), $"{Replicas}; it must be 1 to 9.")
        .Within(RepeatWindow, 1, 10_000_000)
        .Within(DeliveryTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5))
        .Within(RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Within(Linger, TimeSpan.Zero, TimeSpan.FromMilliseconds(100))
        .Within(Gather, TimeSpan.Zero, TimeSpan.FromMilliseconds(100))
        .Within(FetchWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5))
        .Within(EndsInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .Within(QueueEvents, 1, 10_000_000)
        .Within(QueueBytes, 64 << 10, 1L << 30)
        .Within(FetchAheadBytes, 64 << 10, 256 << 20)
        .Within(SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
        .Within(LeaseTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(4))
        .Within(CommitInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .And(Security.Faults())
        .Found;

    static bool IsName(string text) =>
        text.Length is >= 1 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
