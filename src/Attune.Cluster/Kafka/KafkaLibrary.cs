using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Attune.Cluster.Kafka;

/// <summary>Finds the native library the Kafka client stands on: the distribution's own <c>librdkafka.so.1</c>.</summary>
static class KafkaLibrary
{
    const string File = "librdkafka.so.1";

    static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Loads it, once; before the first use of any client.</summary>
    /// <exception cref="KafkaMissingException">It is not installed.</exception>
    public static void Require() => _ = Loaded.Value;

    static nint Load()
    {
        if (!NativeLibrary.TryLoad(File, out var handle))
        {
            throw new KafkaMissingException(
                $"{File} is not on this machine; the Kafka client needs it. Install the package librdkafka1 (eng/components kafka does).");
        }

        NativeLibrary.SetDllImportResolver(typeof(ProducerConfig).Assembly, Resolve);
        return handle;

        nint Resolve(string name, Assembly asking, DllImportSearchPath? where) => name == "librdkafka" ? handle : 0;
    }
}
