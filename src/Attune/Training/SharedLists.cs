using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Microsoft.Extensions.Logging;

namespace Attune.Training;

/// <summary>Lists computed ahead by all nodes that train: those of a partition's users by the node that holds the partition.</summary>
/// <remarks>
/// <para><b>How.</b> Whoever published a generation writes what is to be done as documents, each some users of one partition. Every node
/// that trains is told of them, and does those of the partitions it is given, one behind the other.</para>
/// <para><b>A node that goes</b> loses its partitions, and whoever is given them does what is not done. The lists of a document are stored in
/// one write, so that none is left out, and none is stored twice but where a node ends between that write and its word of it.</para>
/// <para><b>Patience.</b> Where nothing gets done for a minute, as while a partition is nobody's, whoever published does what is left.</para>
/// <para><b>One process</b> has all partitions, and does it without documents.</para>
/// </remarks>
/// <param name="log">Says which partition a user's is, and who shares them.</param>
/// <param name="store">Holds the documents.</param>
/// <param name="lists">Computes and stores lists.</param>
/// <param name="serving">The number of the generation in service on this node.</param>
/// <param name="clock">Times the looking.</param>
/// <param name="logger">Told what failed.</param>
sealed class SharedLists(
    IEventLog log, ICatalogStore store, ListPrecomputation lists, Func<int> serving, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>The kind of the documents.</summary>
    public const string Kind = "lists";

    const int MostLooks = 50;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly CancellationTokenSource _stop = new();
    IPartitionGroup _group = SoleNode.Instance;
    TaskCompletionSource _more = Waiting();
    Task _working = Task.CompletedTask;
    long _computed;

    /// <summary>Lists this node has stored since it began.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Joins the nodes that train, and begins to do what falls to this one.</summary>
    public void Start()
    {
        _group = log.Join(Kind);
        if (_group is not SoleNode)
        {
            _working = Task.WhenAll(Enumerable.Range(0, log.Partitions).Select(partition => Task.Run(() => WorkAsync(partition))));
        }
    }

    /// <summary>Says that there may be more to do.</summary>
    public void Wake() => Interlocked.Exchange(ref _more, Waiting()).SetResult();

    /// <summary>Has the lists of some profiles computed and stored, and returns when they are.</summary>
    /// <param name="generation">The generation they are made with, or a newer one.</param>
    /// <param name="users">Whose.</param>
    /// <param name="progress">Told the share done, 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Ends the waiting; what was begun goes on.</param>
    /// <returns>How many lists were stored, by all nodes.</returns>
    public async Task<int> RunAsync(int generation, IReadOnlyList<ProfileKey> users, Action<double>? progress, CancellationToken cancellation)
    {
        if (_group is SoleNode)
        {
            return Counted(await lists.RunAsync(users, progress, cancellation));
        }

        await ForgetAsync(cancellation);
        foreach (var partition in users.GroupBy(log.PartitionOf))
        {
            foreach (var (number, some) in partition.Chunk(ListPrecomputation.BatchUsers).Index())
            {
                await WriteAsync($"{generation}-{partition.Key}-{number}", new Part(generation, partition.Key, [.. some.Select(user => user.Value)], null), cancellation);
            }
        }

        Wake();
        return await DoneAsync(generation, progress, cancellation);
    }

    /// <summary>Leaves the others; what is under way here is done by them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        await _group.DisposeAsync();
        _stop.Dispose();
    }

    async Task<int> DoneAsync(int generation, Action<double>? progress, CancellationToken cancellation)
    {
        var (last, since) = (0, clock.GetTimestamp());
        while (true)
        {
            var parts = (await ReadAsync(cancellation)).Where(one => one.Part.Generation == generation).ToList();
            var done = parts.Count(one => one.Part.Stored is not null);
            if (done == parts.Count)
            {
                await ForgetAsync(cancellation);
                return parts.Sum(one => one.Part.Stored ?? 0);
            }

            progress?.Invoke((double)done / parts.Count);
            if (done > last)
            {
                (last, since) = (done, clock.GetTimestamp());
            }
            else if (clock.GetElapsedTime(since) >= Patience)
            {
                await DoAsync(parts, cancellation);
            }

            await Task.Delay(Look, clock, cancellation);
        }
    }

    async Task WorkAsync(int partition)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var lease = await _group.AcquireAsync(partition, _stop.Token);
                using var held = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lease.Lost);
                while (true)
                {
                    var more = Volatile.Read(ref _more).Task;
                    await DoAsync((await ReadAsync(held.Token)).Where(one => one.Part.Partition == partition), held.Token);
                    await more.WaitAsync(held.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The partition is to go to another node, or the node ends.
            }
            catch (Exception fault)
            {
                Log.ListsFailed(logger, partition, Again, fault);
                await Task.Delay(Again, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task DoAsync(IEnumerable<(string Name, Part Part)> parts, CancellationToken cancellation)
    {
        foreach (var (name, part) in parts.Where(one => one.Part.Stored is null))
        {
            // A node hears of a generation within a second; one that was gone back from is not waited for.
            for (var looks = 0; looks < MostLooks && serving() < part.Generation; looks++)
            {
                await Task.Delay(Look, clock, cancellation);
            }

            var stored = Counted(await lists.RunAsync([.. part.Users.Select(user => new ProfileKey(user))], null, cancellation));
            await WriteAsync(name, part with { Users = [], Stored = stored }, cancellation);
        }
    }

    int Counted(int stored)
    {
        Interlocked.Add(ref _computed, stored);
        return stored;
    }

    async Task ForgetAsync(CancellationToken cancellation)
    {
        foreach (var name in (await store.ReadDocumentsAsync(Kind, cancellation)).Keys)
        {
            await store.WriteDocumentAsync(Kind, name, null, cancellation);
        }
    }

    async Task<IEnumerable<(string Name, Part Part)>> ReadAsync(CancellationToken cancellation) =>
        (await store.ReadDocumentsAsync(Kind, cancellation)).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => (one.Key, JsonSerializer.Deserialize<Part>(one.Value, JsonSerializerOptions.Web)!));

    ValueTask WriteAsync(string name, Part part, CancellationToken cancellation) =>
        store.WriteDocumentAsync(Kind, name, JsonSerializer.Serialize(part, JsonSerializerOptions.Web), cancellation);

    static TaskCompletionSource Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Some users of one partition, and how many lists were stored; null while it is to be done.</summary>
    sealed record Part(int Generation, int Partition, string[] Users, int? Stored);
}
