using System.Diagnostics.Metrics;
using Attune.Operating;
using Attune.Server.Describing;
using Attune.Server.Hosting;

namespace Attune.Server.Telemetry;

/// <summary>What a scrape is told of the node itself: what it is, how long it runs, and the room on the disk of its data directory.</summary>
sealed class NodeGauges : IDisposable
{
    readonly Meter _meter = new(AttuneTelemetry.Name);

    /// <summary>Begins to be readable.</summary>
    public NodeGauges(ServerOptions options, Uptime uptime)
    {
        var data = Existing(Path.GetFullPath(options.Data));
        KeyValuePair<string, object?>[] node = [new("version", ApiDocument.Version), new("roles", NodeRolesText.Write(options.Roles))];
        _meter.CreateObservableGauge("attune.node", () => new Measurement<long>(1, node), "", "1, with the node's version and roles.");
        _meter.CreateObservableGauge("attune.uptime", () => uptime.Elapsed.TotalSeconds, "s", "Since the server started.");
        _meter.CreateObservableGauge("attune.disk.free", () => Room(data, drive => drive.AvailableFreeSpace), "By", "Bytes free on the disk of the data directory.");
        _meter.CreateObservableGauge("attune.disk.size", () => Room(data, drive => drive.TotalSize), "By", "Bytes of the disk of the data directory.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    // A disk that cannot be asked is left out; the others are told all the same.
    static IEnumerable<Measurement<long>> Room(string data, Func<DriveInfo, long> read)
    {
        try
        {
            return [new(read(new DriveInfo(data)))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A host without a data directory of its own is on the disk of the folder it would be made in.
    static string Existing(string path) => Directory.Exists(path) ? path : Existing(Path.GetDirectoryName(path)!);
}
