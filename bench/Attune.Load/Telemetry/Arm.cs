using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Attune.Load.Telemetry;

/// <summary>The two servers that are compared: one tells all it tells in use, the other nothing.</summary>
/// <remarks>
/// <para><b>On.</b> Metrics are measured and scraped, traces are taken at the default sampling and sent to a collector together with the metrics.</para>
/// <para><b>Off.</b> No collector, no scrape, and the runtime's own switch makes every instrument of the process a thing that does nothing:
/// those of Kestrel, of the runtime and of Attune alike. The code is the same build.</para>
/// </remarks>
static class Arm
{
    /// <summary>The runtime's switch that turns instruments off, read once by a process at its start.</summary>
    const string Switch = "System.Diagnostics.Metrics.Meter.IsSupported";

    public static ServerStart On(string folder, SpanSink sink) => Start(folder, isOn: true) with { Options = ["--otlp", sink.Address] };

    public static ServerStart Off(string folder) => Start(folder, isOn: false);

    // Both by the same launcher and a configuration of their own that differs in the switch alone.
    static ServerStart Start(string folder, bool isOn)
    {
        var server = ServerProcess.Executable;
        var config = JsonNode.Parse(File.ReadAllText(server + ".runtimeconfig.json"))!;
        var properties = config["runtimeOptions"]!.AsObject();
        properties["configProperties"] ??= new JsonObject();
        properties["configProperties"]![Switch] = isOn;
        var file = Path.Combine(folder, isOn ? "on.runtimeconfig.json" : "off.runtimeconfig.json");
        File.WriteAllText(file, config.ToJsonString());
        return new ServerStart(Launcher)
        {
            Before = ["exec", "--runtimeconfig", file, "--depsfile", server + ".deps.json", server + ".dll"],
        };
    }

    // shared/Microsoft.NETCore.App/VERSION/ is three folders below it.
    static string Launcher => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
}
