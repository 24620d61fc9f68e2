using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary>What gets lost on a wire.</summary>
enum Lost
{
    /// <summary>What a node sends to a server.</summary>
    Requests,

    /// <summary>What a server sends to a node; it has done what it was asked.</summary>
    Answers,
}

/// <summary>The wire between a node, which is then a host of its own, and the servers: <c>bench/wires</c>.</summary>
sealed class Wire
{
    static readonly string? Script = Environment.GetEnvironmentVariable("ATTUNE_WIRES");

    readonly string _number;

    Wire(int number) => _number = number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether this run is in a network and has mounts of its own.</summary>
    public static bool IsPermitted => Script is not null;

    /// <summary>The address the node has.</summary>
    public string Address => $"127.0.1.{_number}";

    /// <summary>What stands before a command that runs on the node's host.</summary>
    public IReadOnlyList<string> Entering => ["nsenter", $"--net=/run/netns/{_number}"];

    /// <summary>Makes the network, before any server is started.</summary>
    public static Task BeginAsync() => Shell.RunAsync(Script!, "begin");

    /// <summary>Lays a wire to a new host.</summary>
    /// <param name="number">Its number, 1 to 254.</param>
    public static async Task<Wire> LayAsync(int number)
    {
        var wire = new Wire(number);
        await Shell.RunAsync(Script!, "join", wire._number);
        return wire;
    }

    /// <summary>From now on one way to some ports leads nowhere.</summary>
    public Task LoseAsync(Lost lost, IEnumerable<string> ports) =>
        Shell.RunAsync(Script!, ["lose", lost == Lost.Requests ? "requests" : "answers", _number, .. ports]);

    /// <summary>Everything arrives again.</summary>
    public Task MendAsync() => Shell.RunAsync(Script!, "mend", _number);
}
