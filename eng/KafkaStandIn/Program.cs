using System.Globalization;
using System.Runtime.InteropServices;
using KafkaStandIn;

// KafkaStandIn BROKERS FILE [NAME:PARTITIONS ...]: runs until SIGTERM; writes "addresses orders-port" into the file when it answers.
if (args.Length < 2 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var brokers) || brokers is < 1 or > 16)
{
    Console.Error.WriteLine("KafkaStandIn BROKERS FILE [NAME:PARTITIONS ...], with 1 to 16 brokers");
    return 64;
}

using var ended = new ManualResetEventSlim();
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interruption = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var cluster = new MockCluster(brokers);
foreach (var topic in args[2..])
{
    var parts = topic.Split(':');
    if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partitions)
        || cluster.CreateTopic(parts[0], partitions, brokers) != 0)
    {
        Console.Error.WriteLine($"'{topic}' is no NAME:PARTITIONS, or is there twice.");
        return 64;
    }
}

using var orders = new Orders(cluster, brokers);
File.WriteAllText(args[1] + ".new", $"{cluster.Addresses} {orders.Listen()}\n");
File.Move(args[1] + ".new", args[1], overwrite: true);
ended.Wait();
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Set();
}
