using Attune.Events;
using Attune.Live;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Tests.Live;

public sealed class SeveralNodesTests : IAsyncDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    readonly MemoryLog _log = new(partitions: 3, batchSize: 5);
    readonly MemoryState _state = new() { IsShared = true };
    readonly Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>> _numbering = Happenings.Numbering();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _state.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_given_no_partition_counts_everything_folds_nothing_and_knows_what_others_folded()
    {
        var (one, other) = (new SharedLog(_log), new SharedLog(_log));
        await using var folding = await NodeAsync(one);
        await using var asking = await NodeAsync(other);
        var token = await AppendAsync(Happenings.Random(1, 300));

        Assert.False(await asking.WaitAsync(token, TimeSpan.FromMilliseconds(200), Cancellation));
        Assert.Empty(await ProfilesAsync());
        for (var partition = 0; partition < _log.Partitions; partition++)
        {
            one.Group.Give(partition);
        }

        Assert.True(await asking.WaitAsync(token, Longest, Cancellation));
        Assert.Equal([0, 1, 2], folding.Held);
        Assert.Empty(asking.Held);
        Assert.Equal(await OnOneNodeAsync(), await ProfilesAsync());
        Assert.Equal(folding.Overlay.Latest, asking.Overlay.Latest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Partitions_that_go_from_node_to_node_leave_every_event_in_its_profile_once(int seed)
    {
        var random = new Random(seed);
        var events = Happenings.Random(seed, 2_000);
        SharedLog[] logs = [new(_log), new(_log)];
        await using var first = await NodeAsync(logs[0]);
        await using var second = await NodeAsync(logs[1]);
        var holder = new int[_log.Partitions];
        foreach (var partition in Enumerable.Range(0, _log.Partitions))
        {
            logs[0].Group.Give(partition);
        }

        var token = LogToken.None;
        foreach (var chunk in events.Chunk(100))
        {
            token = LogToken.Of(token.Places.Concat((await AppendAsync(chunk)).Places));
            var moved = random.Next(_log.Partitions);
            await logs[holder[moved]].Group.TakeAsync(moved);
            holder[moved] = 1 - holder[moved];
            logs[holder[moved]].Group.Give(moved);
        }

        Assert.True(await first.WaitAsync(token, Longest, Cancellation));
        Assert.True(await second.WaitAsync(token, Longest, Cancellation));
        Assert.Equal(await OnOneNodeAsync(), await ProfilesAsync());
    }

    [Fact]
    public async Task What_the_store_lost_in_a_fail_over_is_folded_again_and_nothing_twice()
    {
        var log = new SharedLog(_log);
        await using var node = await NodeAsync(log);
        for (var partition = 0; partition < _log.Partitions; partition++)
        {
            log.Group.Give(partition);
        }

        var events = Happenings.Random(4, 500);
        var token = await AppendAsync(events);
        Assert.True(await node.WaitAsync(token, Longest, Cancellation));
        var whole = await ProfilesAsync();

        var lost = new StateKey(StateKind.Profile, events[0].ProfileKey.Value);
        _state.Lose(lost);

        while (await _state.GetAsync(lost, Cancellation) is not { } again || !Text(again).Equals(whole[lost.Name], StringComparison.Ordinal))
        {
            await Task.Delay(20, Cancellation);
        }

        Assert.Equal(whole, await ProfilesAsync());
    }

    async Task<LivePath> NodeAsync(SharedLog log)
    {
        var node = new LivePath(log, _state, _numbering, new LiveSettings(), TimeProvider.System, NullLogger<LivePath>.Instance, new LiveStanding { Checkpoints = () => false });
        await node.StartAsync(Cancellation);
        return node;
    }

    async Task<LogToken> AppendAsync(IReadOnlyList<UserEvent> events) =>
        Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(events, Cancellation)).Token;

    // The plain definition: one node that has everything to itself.
    async Task<Dictionary<string, string>> OnOneNodeAsync()
    {
        var state = new MemoryState();
        await using var node = new LivePath(_log, state, _numbering, new LiveSettings(), TimeProvider.System, NullLogger<LivePath>.Instance);
        await node.StartAsync(Cancellation);
        await node.CaughtUp.WaitAsync(Longest, Cancellation);
        return await ProfilesAsync(state);
    }

    Task<Dictionary<string, string>> ProfilesAsync() => ProfilesAsync(_state);

    static async Task<Dictionary<string, string>> ProfilesAsync(MemoryState state)
    {
        var profiles = new Dictionary<string, string>();
        await foreach (var (key, value) in state.ScanAsync(StateKind.Profile, Cancellation))
        {
            profiles[key.Name] = Text(value);
        }

        return profiles;
    }

    static string Text(byte[] profile) => Convert.ToHexString(ProfileCodec.Encode(ProfileCodec.Decode(profile)));
}
