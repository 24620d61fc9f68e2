using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Attune.Load.Clusters;

/// <summary>The servers, three nodes that share the roles, and traffic on them.</summary>
sealed class Rig : IAsyncDisposable
{
    public const int Partitions = 6;

    static readonly (string Name, string Roles)[] Plan =
        [("front-1", "ingest,recommend"), ("front-2", "ingest,recommend"), ("back-1", "live,archive,train"), ("back-2", "live,archive,train")];

    // Of a node that takes events, and of the servers that a full disk does not end.
    static readonly string[] SmallDisks = ["front-1", "clickhouse", "redis"];

    readonly Servers _servers;
    readonly string _settings;

    Rig(Servers servers, IReadOnlyList<Wire?> wires, IReadOnlyDictionary<string, SmallDisk> disks, SyntheticShop shop, TimeProvider clock)
    {
        (_servers, _settings, Disks) = (servers, servers.Settings(Partitions), disks);
        Nodes = [.. Plan.Zip(wires, (node, wire) => new Node(node.Name, node.Roles, Path.Combine(servers.Folder, node.Name), wire))];
        Balancer = new Balancer(Nodes);
        Patient = new Balancer(Nodes) { Patience = TimeSpan.FromMinutes(2) };
        Ledger = new Ledger();
        Traffic = new Traffic(shop, Balancer, Ledger, clock);
    }

    public Servers Servers => _servers;

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Disks that can be filled, by the name of the node or server; none where this run may not mount any.</summary>
    public IReadOnlyDictionary<string, SmallDisk> Disks { get; }

    public Balancer Balancer { get; }

    /// <summary>The same nodes, asked by somebody who has time.</summary>
    public Balancer Patient { get; }

    public Ledger Ledger { get; }

    public Traffic Traffic { get; }

    /// <summary>Starts everything, writes the shop's items, and trains on a first day of events.</summary>
    public static async Task<Rig> StartAsync(string folder, SyntheticShop shop, TimeProvider clock, CancellationToken cancellation)
    {
        var wires = new Wire?[Plan.Length];
        var disks = new Dictionary<string, SmallDisk>(StringComparer.Ordinal);
        if (Wire.IsPermitted)
        {
            await Wire.BeginAsync();
            for (var node = 0; node < wires.Length; node++)
            {
                wires[node] = await Wire.LayAsync(node + 1);
            }

            foreach (var name in SmallDisks)
            {
                disks[name] = await SmallDisk.MountAsync(Path.Combine(folder, name));
            }
        }

        var servers = await Servers.StartAsync(Root(), folder);
        var rig = new Rig(servers, wires, disks, shop, clock);
        try
        {
            foreach (var node in rig.Nodes)
            {
                await rig.StartAsync(node, cancellation);
            }

            for (var item = 0; item < shop.Items; item += 1_000)
            {
                await rig.PostAsync("", "v1/items", shop.ItemBatch(item, Math.Min(1_000, shop.Items - item)), cancellation);
            }

            await rig.Traffic.RunAsync(4_000, 10, TimeSpan.FromSeconds(10), cancellation);
            await rig.SettleAsync(cancellation);
            await rig.TrainAsync(cancellation);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public Task StartAsync(Node node, CancellationToken cancellation) => node.StartAsync(_settings, cancellation);

    /// <summary>Waits until profiles and history know everything in the log.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> SettleAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var calm = 0;
        while (calm < 3)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException("The cluster did not catch up with its log within five minutes.");
            }

            calm = await LagAsync(cancellation) == (0, 0) ? calm + 1 : 0;
            await Task.Delay(400, cancellation);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Events that profiles, and that the history, do not know yet, as a serving node sees it.</summary>
    public async Task<(long Live, long Archive)> LagAsync(CancellationToken cancellation)
    {
        if (await Patient.GetAsync("recommend", "v1/status", cancellation) is not { } text)
        {
            return (-1, -1);
        }

        var status = JsonSerializer.Deserialize<JsonElement>(text);
        long end = Sum(status, "logEnd"), live = Sum(status, "watermark"), archived = Sum(status, "archived");
        return (end - live, end - archived);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        Balancer.Dispose();
        Patient.Dispose();
        await _servers.DisposeAsync();
        foreach (var disk in Disks.Values)
        {
            await disk.UnmountAsync();
        }
    }

    async Task TrainAsync(CancellationToken cancellation)
    {
        var node = Patient.Next("train") ?? throw new InvalidOperationException("No node trains.");
        using var http = new HttpClient { BaseAddress = node.Address };
        using var content = new StringContent("""{"kind":"train"}""", System.Text.Encoding.UTF8, "application/json");
        using var started = await http.PostAsync(new Uri("v1/jobs", UriKind.Relative), content, cancellation);
        started.EnsureSuccessStatusCode();
        var id = JsonSerializer.Deserialize<JsonElement>(await started.Content.ReadAsStringAsync(cancellation)).GetProperty("id").GetString();
        while (JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri("v1/jobs/" + id, UriKind.Relative), cancellation)).GetProperty("state").GetString() == "running")
        {
            await Task.Delay(200, cancellation);
        }
    }

    async Task PostAsync(string role, string path, string body, CancellationToken cancellation) =>
        _ = await Patient.PostAsync(role, path, body, cancellation) ?? throw new InvalidOperationException($"No node took {path}.");

    static long Sum(JsonElement status, string field) => status.GetProperty(field).GetString()!
        .Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Sum(place => long.Parse(place.Split('-')[1], CultureInfo.InvariantCulture));

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Attune.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
