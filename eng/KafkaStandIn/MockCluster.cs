using System.Runtime.InteropServices;

namespace KafkaStandIn;

/// <summary>Brokers that speak Kafka's protocol on loopback ports and keep some 5 MB a partition in memory: librdkafka's mock cluster.</summary>
sealed unsafe partial class MockCluster : IDisposable
{
    const string Library = "librdkafka.so.1";
    const int ErrorBytes = 512;

    readonly nint _client;
    readonly nint _cluster;

    public MockCluster(int brokers)
    {
        var error = stackalloc byte[ErrorBytes];
        _client = rd_kafka_new(0, rd_kafka_conf_new(), error, ErrorBytes);
        _cluster = _client == 0 ? 0 : rd_kafka_mock_cluster_new(_client, brokers);
        if (_cluster == 0)
        {
            throw new InvalidOperationException($"No cluster of {brokers} brokers could be made: {Marshal.PtrToStringUTF8((nint)error)}");
        }
    }

    public string Addresses => Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;

    public int CreateTopic(string topic, int partitions, int replicas) => rd_kafka_mock_topic_create(_cluster, topic, partitions, replicas);

    public int SetLeader(string topic, int partition, int broker) => rd_kafka_mock_partition_set_leader(_cluster, topic, partition, broker);

    public int SetDown(int broker) => rd_kafka_mock_broker_set_down(_cluster, broker);

    public int SetUp(int broker) => rd_kafka_mock_broker_set_up(_cluster, broker);

    public int SetDelay(int broker, int milliseconds) => rd_kafka_mock_broker_set_rtt(_cluster, broker, milliseconds);

    public void Dispose()
    {
        rd_kafka_mock_cluster_destroy(_cluster);
        rd_kafka_destroy(_client);
    }

    [LibraryImport(Library)]
    private static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    private static partial nint rd_kafka_new(int type, nint settings, byte* error, nuint errorBytes);

    [LibraryImport(Library)]
    private static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [LibraryImport(Library)]
    private static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_mock_partition_set_leader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);
}
