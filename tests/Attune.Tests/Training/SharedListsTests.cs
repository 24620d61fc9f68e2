using System.Collections.Concurrent;
using Attune.Events;
using Attune.State;
using Attune.Tests.Fakes;
using Attune.Tests.Live;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Tests.Training;

public sealed class SharedListsTests : IAsyncDisposable
{
    static readonly ProfileKey[] Users = [.. Enumerable.Range(0, 700).Select(user => ProfileKey.Of(new UserId($"u{user}")))];

    readonly MemoryLog _log = new(partitions: 2);
    readonly MemoryState _state = new();
    readonly MemoryCatalogStore _store = new();
    readonly ConcurrentDictionary<string, int> _computed = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _state.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Two_nodes_compute_the_lists_of_their_partitions_and_nobodys_twice()
    {
        var (first, second) = (new SharedLog(_log), new SharedLog(_log));
        await using var publishing = Node(first, TimeProvider.System);
        await using var other = Node(second, TimeProvider.System);
        first.Group.Give(0);
        second.Group.Give(1);

        var running = publishing.RunAsync(1, Users, null, Cancellation);
        await TellAsync(other, running);

        Assert.Equal(Users.Length, await running);
        Assert.Equal(Users.Count(user => _log.PartitionOf(user) == 0), publishing.Computed);
        Assert.Equal(Users.Count(user => _log.PartitionOf(user) == 1), other.Computed);
        await AssertEachOnceAsync();
        Assert.Empty(await _store.ReadDocumentsAsync(SharedLists.Kind, Cancellation));
    }

    [Fact]
    public async Task What_a_node_that_goes_has_not_stored_is_done_by_whoever_is_given_its_partition()
    {
        var (first, second) = (new SharedLog(_log), new SharedLog(_log));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var publishing = Node(first, TimeProvider.System);
        var going = Node(second, TimeProvider.System, async cancellation =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        first.Group.Give(0);
        second.Group.Give(1);
        var running = publishing.RunAsync(1, Users, null, Cancellation);
        await TellAsync(going, begun.Task);

        await second.Group.TakeAsync(1);
        await going.DisposeAsync();
        first.Group.Give(1);

        Assert.Equal(Users.Length, await running);
        Assert.Equal((Users.Length, 0), (publishing.Computed, going.Computed));
        await AssertEachOnceAsync();
    }

    [Fact]
    public async Task Where_a_partition_is_nobodys_for_a_minute_whoever_published_does_what_is_left()
    {
        var (log, clock) = (new SharedLog(_log), new FakeClock());
        await using var publishing = Node(log, clock);
        log.Group.Give(0);

        var running = publishing.RunAsync(1, Users, null, Cancellation);
        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Cancellation);
        }

        Assert.Equal(Users.Length, await running);
        await AssertEachOnceAsync();
    }

    SharedLists Node(SharedLog log, TimeProvider clock, Func<CancellationToken, Task>? before = null)
    {
        var lists = new ListPrecomputation(_state, async (key, cancellation) =>
        {
            await (before?.Invoke(cancellation) ?? Task.CompletedTask);
            _computed.AddOrUpdate(key.Value, 1, (_, times) => times + 1);
            return [1];
        });
        var node = new SharedLists(log, _store, lists, () => 1, clock, NullLogger.Instance);
        node.Start();
        return node;
    }

    // As the feed of changes does it, until something has happened.
    static async Task TellAsync(SharedLists node, Task until)
    {
        while (!until.IsCompleted)
        {
            node.Wake();
            await Task.Delay(5, Cancellation);
        }
    }

    async Task AssertEachOnceAsync()
    {
        Assert.All(_computed, user => Assert.Equal(1, user.Value));
        Assert.Equal(Users.Length, (await _state.MeasureAsync(StateKind.List, Cancellation)).Count);
    }
}
