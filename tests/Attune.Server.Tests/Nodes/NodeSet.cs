using Attune.Events;
using Attune.Operating;
using Attune.Server.Hosting;
using Attune.Server.Tests.Moving;
using Attune.Server.Tests.Verbs;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Nodes;

/// <summary>The engines of several nodes in this process, on the real servers of a cluster of their own.</summary>
sealed class NodeSet : IAsyncDisposable
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    readonly ScratchFolder _folder = new();
    readonly List<Workspace> _nodes = [];
    readonly HashSet<Workspace> _ended = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Workspace this[int node] => _nodes[node];

    /// <summary>The directory whose settings the next node takes.</summary>
    public string Settings => PathOf(0);

    /// <summary>Opens some nodes, and waits until each knows what there is.</summary>
    public static async Task<NodeSet> OpenAsync(RealServers servers, int nodes, int partitions = 4)
    {
        return await OpenAsync(async directory => await servers.WriteClusterAsync(directory, partitions), nodes);
    }

    /// <summary>Opens some nodes on what a directory is told to stand on.</summary>
    public static async Task<NodeSet> OpenAsync(Func<string, Task> write, int nodes)
    {
        var set = new NodeSet();
        await write(set.Settings);
        for (var node = 0; node < nodes; node++)
        {
            await set.AddAsync();
        }

        return set;
    }

    /// <summary>Opens one more.</summary>
    public async Task<Workspace> AddAsync()
    {
        var data = PathOf(_nodes.Count);
        Directory.CreateDirectory(data);
        if (_nodes.Count > 0)
        {
            File.Copy(Path.Combine(PathOf(0), SettingsFile.Name), Path.Combine(data, SettingsFile.Name), overwrite: true);
        }

        var settings = SettingsFile.Read(Path.Combine(data, SettingsFile.Name));
        var ports = await new PortChoice(settings, NodeRoles.All, TimeProvider.System, NullLoggerFactory.Instance)
            .OpenAsync("default", Path.Combine(data, "workspaces", "default"), Cancellation);
        var engine = settings.Engine with { Schedule = new TrainingScheduleSettings { Enabled = false } };
        var node = await Workspace.OpenAsync("default", ports, engine, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
        _nodes.Add(node);
        await node.Live.CaughtUp.WaitAsync(Longest, Cancellation);
        return node;
    }

    /// <summary>Ends one as SIGTERM does.</summary>
    public async Task StopAsync(int node)
    {
        await _nodes[node].DisposeAsync();
        _ended.Add(_nodes[node]);
    }

    /// <summary>Takes events in by one node, and waits until all nodes know them and they are archived.</summary>
    public async Task SendAsync(int by, IEnumerable<UserEvent> events)
    {
        var token = LogToken.None;
        foreach (var batch in events.Chunk(100))
        {
            var accepted = await _nodes[by].Ingest.AcceptAsync([.. batch.Select(happened => new ParsedRow(happened, null, IsNamed: true))], Cancellation);
            var taken = Assert.IsType<IngestOutcome.Answered>(accepted).Token;
            Assert.False(taken == LogToken.None, "The events wait in the spool, and no node can be asked for them.");
            token = LogToken.Of(token.Places.Concat(taken.Places));
        }

        foreach (var node in _nodes.Except(_ended))
        {
            Assert.True(await node.Live.WaitAsync(token, Longest, Cancellation), node.Live.Fault);
        }

        await _nodes[by].Archiver.WaitAsync(token, Cancellation).WaitAsync(Longest, Cancellation);
    }

    /// <summary>Waits until something holds; the test's own time-out ends it where it never does.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(20, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Except(_ended))
        {
            await node.DisposeAsync();
        }

        _folder.Dispose();
    }

    string PathOf(int node) => Path.Combine(_folder.Path, $"node-{node + 1}");
}
