using Attune.Events;
using Attune.Live;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Tests.Live;

public sealed class LivePathTests
{
    static readonly LiveSettings Settings = new() { Profiles = new ProfileSettings { Recent = 6, Excluded = 5 } };

    static LivePath Path(MemoryLog log, MemoryState state, Func<IReadOnlyList<ItemId>, CancellationToken, ValueTask<int[]>>? numbering = null) =>
        new(log, state, numbering ?? Happenings.Numbering(), Settings, TimeProvider.System, NullLogger<LivePath>.Instance);

    static async Task<LogToken> Append(MemoryLog log, IReadOnlyList<UserEvent> events) =>
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(events, TestContext.Current.CancellationToken)).Token;

    static async Task<Dictionary<string, Profile>> Profiles(MemoryState state)
    {
        var profiles = new Dictionary<string, Profile>();
        await foreach (var (key, value) in state.ScanAsync(StateKind.Profile, TestContext.Current.CancellationToken))
        {
            profiles[key.Name] = ProfileCodec.Decode(value);
        }

        return profiles;
    }

    /// <summary>The plain definition: one fold an event, in the order of the log.</summary>
    static async Task<Dictionary<string, Profile>> Rebuilt(List<UserEvent> events)
    {
        var fold = new ProfileFold(Settings.Weights, Settings.Profiles);
        var numbering = Happenings.Numbering();
        var profiles = new Dictionary<string, Profile>();
        for (var i = 0; i < events.Count; i++)
        {
            var item = events[i].Item is { } id ? (await numbering([id], default))[0] : -1;
            var key = events[i].ProfileKey.Value;
            profiles[key] = fold.Fold(profiles.GetValueOrDefault(key, Profile.Empty), events[i], item, 0, i);
        }

        return profiles;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 64)]
    [InlineData(4, 1_000)]
    public async Task Profiles_and_overlay_are_the_same_live_as_rebuilt_whatever_batches_crashes_and_checkpoints(int seed, int batchSize)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(seed);
        var events = Happenings.Random(seed, 2_000);
        var log = new MemoryLog(batchSize: batchSize);
        var numbering = Happenings.Numbering();
        var state = new MemoryState();
        for (var at = 0; at < events.Count;)
        {
            await using var path = Path(log, state, numbering);
            await path.StartAsync(cancellation);
            for (var step = random.Next(5); step >= 0 && at < events.Count; step--)
            {
                var next = Math.Min(events.Count, at + 1 + random.Next(200));
                var half = (at + next) / 2;
                var token = await Append(log, events[at..half].Count > 0 ? events[at..half] : events[at..next]);
                var rest = half > at ? events[half..next] : [];
                Assert.True(await path.WaitAsync(token, TimeSpan.FromSeconds(30), cancellation));
                if (random.Next(2) == 0)
                {
                    // Events go on being applied between the copy of the overlay and the store's own checkpoint.
                    state.DuringCheckpoint = () =>
                    {
                        var more = Append(log, rest).Result;
                        rest = [];
                        Assert.True(path.WaitAsync(more, TimeSpan.FromSeconds(30), cancellation).AsTask().Result);
                    };
                    state.DuringCheckpoint = rest.Count > 0 ? state.DuringCheckpoint : null;
                    await path.CheckpointAsync(cancellation);
                    state.DuringCheckpoint = null;
                }

                if (rest.Count > 0)
                {
                    Assert.True(await path.WaitAsync(await Append(log, rest), TimeSpan.FromSeconds(30), cancellation));
                }

                at = next;
            }

            state = state.Crashed();
        }

        await using var last = Path(log, state, numbering);
        await last.StartAsync(cancellation);
        await last.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        await using var plain = Path(log, new MemoryState());
        await plain.StartAsync(cancellation);
        await plain.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);

        Assert.Equal(await Rebuilt(events), await Profiles(state));
        AssertSame(plain.Overlay, last.Overlay);
    }

    static void AssertSame(Overlay expected, Overlay actual)
    {
        Assert.Equal(expected.Latest, actual.Latest);
        for (var i = 0; i < expected.Trending.Views.Count; i++)
        {
            Assert.Equal(expected.Trending.Views[i].Values.ToArray(), actual.Trending.Views[i].Values.ToArray());
        }

        for (var item = 0; item < 60; item++)
        {
            Assert.Equal(Pairs(expected, item), Pairs(actual, item));
        }

        Assert.Equal(expected.Sessions.Newest, actual.Sessions.Newest);
        Assert.Equal(expected.Sessions.Copy().Items, actual.Sessions.Copy().Items);
    }

    static (int, float)[] Pairs(Overlay overlay, int item)
    {
        var (items, weights) = (new int[100], new float[100]);
        return [.. items.Zip(weights).Take(overlay.Together.Read(item, overlay.Latest, items, weights)).Order()];
    }

    [Fact]
    public async Task A_wait_ends_when_the_event_is_applied_and_gives_up_at_its_limit()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new MemoryLog();
        await using var path = Path(log, new MemoryState());
        await path.StartAsync(cancellation);

        var waiting = path.WaitAsync(LogToken.At(0, 1), TimeSpan.FromSeconds(30), cancellation).AsTask();
        Assert.False(await path.WaitAsync(LogToken.At(0, 1), TimeSpan.FromMilliseconds(5), cancellation));
        var token = await Append(log, [Happenings.By("anna", EventType.View, "1")]);

        Assert.True(await waiting);
        Assert.True(path.Watermark.Reaches(token));
        Assert.True(await path.WaitAsync(token, TimeSpan.Zero, cancellation));
    }

    [Fact]
    public async Task A_poison_event_is_passed_over_and_those_behind_it_are_applied()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new MemoryLog();
        var state = new MemoryState();
        var numbering = Happenings.Numbering();
        await using var path = Path(log, state, (ids, stop) => ids.Any(id => id.Value == "poison")
            ? throw new ArgumentException("No catalog can hold this.")
            : numbering(ids, stop));
        await path.StartAsync(cancellation);

        var token = await Append(
            log,
            [
                Happenings.By("anna", EventType.View, "1"), Happenings.By("anna", EventType.View, "poison"),
                Happenings.By("anna", EventType.View, "2"),
            ]);

        Assert.True(await path.WaitAsync(token, TimeSpan.FromSeconds(30), cancellation));
        Assert.Equal(1, path.Poisoned);
        Assert.Equal(2, (await Profiles(state))["u:anna"].Recent.Length);
    }

    [Fact]
    public async Task A_store_that_fails_holds_the_path_and_loses_nothing()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new MemoryLog();
        var state = new MemoryState();
        await using var path = Path(log, state);
        await path.StartAsync(cancellation);
        state.Fault = new IOException("No connection.");
        var token = await Append(log, [Happenings.By("anna", EventType.View, "1")]);
        while (path.Fault is null)
        {
            await Task.Delay(5, cancellation);
        }

        Assert.False(path.Watermark.Reaches(token));
        state.Fault = null;

        Assert.True(await path.WaitAsync(token, TimeSpan.FromSeconds(30), cancellation));
        Assert.Null(path.Fault);
        Assert.Single((await Profiles(state))["u:anna"].Recent.ToArray());
    }

    [Theory]
    [InlineData("trending")]
    [InlineData("covisits")]
    [InlineData("sessions")]
    [InlineData("visits")]
    public async Task A_damaged_part_is_no_overlay_and_it_is_counted_again(string part)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new MemoryLog();
        var state = new MemoryState();
        await Append(log, Happenings.Random(9, 300));
        await using (var path = Path(log, state))
        {
            await path.StartAsync(cancellation);
            await path.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        }

        var key = new StateKey(StateKind.Overlay, part);
        var kept = await state.GetAsync(key, cancellation);
        await state.PutAsync([new(key, kept![..^1])], cancellation);
        await using var again = Path(log, state);
        await again.StartAsync(cancellation);
        await again.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        await using var plain = Path(log, new MemoryState());
        await plain.StartAsync(cancellation);
        await plain.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);

        AssertSame(plain.Overlay, again.Overlay);
    }

    [Fact]
    public async Task A_path_that_never_started_leaves_the_checkpoint_alone()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var state = new MemoryState();
        await state.CheckpointAsync(LogToken.At(0, 7), cancellation);

        await Path(new MemoryLog(), state).DisposeAsync();

        Assert.Equal(LogToken.At(0, 7), await state.RestoredAsync(cancellation));
    }

    [Fact]
    public async Task Parts_of_two_checkpoints_are_no_overlay_and_it_is_counted_again()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new MemoryLog();
        var state = new MemoryState();
        var numbering = Happenings.Numbering();
        await Append(log, Happenings.Random(9, 300));
        byte[]? old;
        await using (var path = Path(log, state, numbering))
        {
            await path.StartAsync(cancellation);
            await path.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
            await path.CheckpointAsync(cancellation);
            old = await state.GetAsync(new StateKey(StateKind.Overlay, "covisits"), cancellation);
            Assert.True(await path.WaitAsync(await Append(log, Happenings.Random(10, 300)), TimeSpan.FromSeconds(30), cancellation));
        }

        await state.PutAsync([new(new StateKey(StateKind.Overlay, "covisits"), old)], cancellation);
        await using var again = Path(log, state, numbering);
        await again.StartAsync(cancellation);
        await again.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        await using var plain = Path(log, new MemoryState(), numbering);
        await plain.StartAsync(cancellation);
        await plain.CaughtUp.WaitAsync(TimeSpan.FromSeconds(30), cancellation);

        AssertSame(plain.Overlay, again.Overlay);
    }
}
