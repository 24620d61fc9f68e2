using Attune.Events;
using Attune.State;

namespace Attune.Embedded.Tests.State;

/// <summary>What every state store must do, wherever it keeps its bytes. An adapter's tests derive from this.</summary>
public abstract class StateStoreBehavior : IAsyncLifetime
{
    IStateStore? _store;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IStateStore Store => _store!;

    /// <summary>
    /// Opens the store; a second time, the one that was closed before, as of its last checkpoint or later. One that goes back further
    /// than what was marked is opened so that it goes back by nothing.
    /// </summary>
    protected abstract ValueTask<IStateStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    // What a node does: it tells how far it has applied, and takes a checkpoint.
    protected async Task KeepAsync(LogToken applied)
    {
        await Store.MarkAppliedAsync(applied, Cancellation);
        await Store.CheckpointAsync(applied, Cancellation);
    }

    [Fact]
    public async Task A_key_never_written_has_no_value()
    {
        Assert.Null(await Store.GetAsync(Profile("ann"), Cancellation));
        Assert.Equal(LogToken.None, await Store.RestoredAsync(Cancellation));
    }

    [Fact]
    public async Task A_value_is_read_as_it_was_last_written()
    {
        await PutAsync(Profile("ann"), [1, 2, 3]);
        await PutAsync(Profile("ann"), [4]);

        Assert.True((await Store.GetAsync(Profile("ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[4]));
    }

    [Fact]
    public async Task The_same_name_in_another_kind_is_another_value()
    {
        await PutAsync(Profile("ann"), [1]);
        await PutAsync(new StateKey(StateKind.List, "ann"), [2]);

        Assert.True((await Store.GetAsync(Profile("ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[1]));
        Assert.True((await Store.GetAsync(new StateKey(StateKind.List, "ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[2]));
        Assert.Null(await Store.GetAsync(new StateKey(StateKind.Overlay, "ann"), Cancellation));
    }

    [Fact]
    public async Task Writing_null_removes()
    {
        await PutAsync(Profile("ann"), [1, 2]);
        await PutAsync(Profile("ann"), null);
        await PutAsync(Profile("bob"), null);

        Assert.Null(await Store.GetAsync(Profile("ann"), Cancellation));
        Assert.Equal((0, 0), await Store.MeasureAsync(StateKind.Profile, Cancellation));
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await PutAsync(Profile("ann"), []);

        Assert.Empty((await Store.GetAsync(Profile("ann"), Cancellation))!);
    }

    [Fact]
    public async Task Several_keys_answer_in_their_order_with_null_for_the_absent()
    {
        await PutAsync(Profile("ann"), [1]);
        await PutAsync(Profile("cid"), [3]);

        var values = await Store.GetAsync([Profile("cid"), Profile("bob"), Profile("ann")], Cancellation);

        Assert.Equal([[3], null, [1]], values);
    }

    [Fact]
    public async Task A_scan_gives_every_value_of_its_kind_once()
    {
        for (var number = 0; number < 100; number++)
        {
            await PutAsync(Profile($"u{number}"), [(byte)number]);
        }

        await PutAsync(new StateKey(StateKind.Overlay, "trending"), [7]);

        var seen = new Dictionary<string, byte>();
        await foreach (var (key, value) in Store.ScanAsync(StateKind.Profile, Cancellation))
        {
            seen.Add(key.Name, Assert.Single(value));
        }

        Assert.Equal(Enumerable.Range(0, 100).ToDictionary(number => $"u{number}", number => (byte)number), seen);
    }

    [Fact]
    public async Task A_store_behaves_as_a_dictionary_does()
    {
        var random = new Random(7);
        var model = new Dictionary<StateKey, byte[]>();
        for (var step = 0; step < 3000; step++)
        {
            var key = new StateKey((StateKind)random.Next(4), $"käse {random.Next(80)}");
            if (random.Next(4) == 0)
            {
                await PutAsync(key, null);
                model.Remove(key);
            }
            else
            {
                var value = new byte[random.Next(300)];
                random.NextBytes(value);
                await PutAsync(key, value);
                model[key] = value;
            }

            if (step == 1500)
            {
                await KeepAsync(LogToken.At(0, step));
                await ReopenAsync();
            }
        }

        foreach (var kind in Enum.GetValues<StateKind>())
        {
            var expected = model.Where(pair => pair.Key.Kind == kind).ToDictionary();
            var found = new Dictionary<StateKey, byte[]>();
            await foreach (var (key, value) in Store.ScanAsync(kind, Cancellation))
            {
                found.Add(key, value);
            }

            Assert.Equivalent(expected.ToDictionary(pair => pair.Key.Name, pair => pair.Value), found.ToDictionary(pair => pair.Key.Name, pair => pair.Value), strict: true);
            Assert.Equal((expected.Count, expected.Sum(pair => pair.Value.Length)), await Store.MeasureAsync(kind, Cancellation));
        }
    }

    [Fact]
    public async Task After_a_checkpoint_everything_before_it_is_there_again_with_its_offsets()
    {
        var applied = LogToken.Of([(0, 17), (2, 4)]);
        await PutAsync(Profile("ann"), [1, 2]);
        await PutAsync(new StateKey(StateKind.Overlay, "trending"), [9]);
        await KeepAsync(applied);

        await ReopenAsync();

        Assert.Equal(applied, await Store.RestoredAsync(Cancellation));
        Assert.True((await Store.GetAsync(Profile("ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[1, 2]));
        Assert.True((await Store.GetAsync(new StateKey(StateKind.Overlay, "trending"), Cancellation)).AsSpan().SequenceEqual((byte[])[9]));
    }

    [Fact]
    public async Task The_last_checkpoint_counts()
    {
        await PutAsync(Profile("ann"), [1]);
        await KeepAsync(LogToken.At(0, 1));
        await PutAsync(Profile("ann"), null);
        await PutAsync(Profile("bob"), [2]);
        await KeepAsync(LogToken.At(0, 3));

        await ReopenAsync();

        Assert.Equal(LogToken.At(0, 3), await Store.RestoredAsync(Cancellation));
        Assert.Null(await Store.GetAsync(Profile("ann"), Cancellation));
        Assert.True((await Store.GetAsync(Profile("bob"), Cancellation)).AsSpan().SequenceEqual((byte[])[2]));
    }

    [Fact]
    public async Task A_part_of_the_overlay_may_have_megabytes_and_is_replaced_whole()
    {
        var (first, second) = (new byte[3_000_000], new byte[2_000_001]);
        new Random(5).NextBytes(first);
        new Random(6).NextBytes(second);
        StateKey key = new(StateKind.Overlay, "co-visits"), other = new(StateKind.Overlay, "trending");
        await Store.PutAsync([new(key, first), new(other, [1])], Cancellation);
        await Store.PutAsync([new(key, second), new(other, null)], Cancellation);

        Assert.Equal(second, await Store.GetAsync(key, Cancellation));
        Assert.Null(await Store.GetAsync(other, Cancellation));
        Assert.Equal((1, second.Length), await Store.MeasureAsync(StateKind.Overlay, Cancellation));
    }

    protected static StateKey Profile(string name) => new(StateKind.Profile, name);

    protected async Task PutAsync(StateKey key, byte[]? value) =>
        await Store.PutAsync([new StateWrite(key, value)], Cancellation);
}
