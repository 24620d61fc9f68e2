using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KafkaStandIn;

/// <summary>
/// Takes orders for the cluster on a loopback port, a line each: <c>topic NAME PARTITIONS</c>, <c>down BROKER</c>, <c>up BROKER</c>,
/// <c>leader TOPIC PARTITION BROKER</c>, <c>delay BROKER MILLISECONDS</c>. Answers each with <c>ok</c>, or with what is wrong.
/// </summary>
sealed class Orders(MockCluster cluster, int brokers) : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Begins to listen.</summary>
    /// <returns>The port.</returns>
    public int Listen()
    {
        _listener.Start();
        _ = AcceptAsync();
        return ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(caller);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The process ends.
        }
    }

    async Task AnswerAsync(TcpClient caller)
    {
        try
        {
            using var reader = new StreamReader(caller.GetStream());
            await using var writer = new StreamWriter(caller.GetStream());
            if (await reader.ReadLineAsync() is { } line)
            {
                await writer.WriteLineAsync(Obey(line));
            }
        }
        catch (IOException)
        {
            // The caller left before its answer.
        }
    }

    string Obey(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int? failure = words switch
        {
            ["topic", var name, var partitions] => cluster.CreateTopic(name, Number(partitions), brokers),
            ["leader", var name, var partition, var broker] => cluster.SetLeader(name, Number(partition), Number(broker)),
            ["down", var broker] => cluster.SetDown(Number(broker)),
            ["up", var broker] => cluster.SetUp(Number(broker)),
            ["delay", var broker, var milliseconds] => cluster.SetDelay(Number(broker), Number(milliseconds)),
            _ => null,
        };
        return failure switch
        {
            null => $"'{line}' is no order.",
            0 => "ok",
            _ => $"'{line}' failed with Kafka's error {failure}.",
        };
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
