using Attune.Embedded.State;
using Attune.Events;
using Attune.State;

namespace Attune.Embedded.Tests.State;

public sealed class MemoryStateStoreTests : StateStoreBehavior
{
    readonly TemporaryFolder _scratch = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override ValueTask<IStateStore> OpenAsync() => new(MemoryStateStore.Open(_scratch.Path));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Any_byte_changed_or_cut_makes_the_checkpoint_absent_and_is_named()
    {
        var random = new Random(3);
        for (var number = 0; number < 20; number++)
        {
            var value = new byte[random.Next(40)];
            random.NextBytes(value);
            await PutAsync(Profile($"u{number}"), value);
        }

        await Store.CheckpointAsync(LogToken.At(0, 20), Cancellation);
        var path = _scratch.File("state.checkpoint");
        var sound = await File.ReadAllBytesAsync(path, Cancellation);

        for (var at = 0; at < sound.Length; at++)
        {
            var flipped = sound.ToArray();
            flipped[at] ^= (byte)(1 << random.Next(8));
            await AssertAbsentAsync(flipped);
            await AssertAbsentAsync(sound[..at]);
        }

        await AssertAbsentAsync([.. sound, 0]);

        async Task AssertAbsentAsync(byte[] bytes)
        {
            await File.WriteAllBytesAsync(path, bytes, Cancellation);
            await using var store = MemoryStateStore.Open(_scratch.Path);
            Assert.Equal(path, store.Fault?.File);
            Assert.Equal(LogToken.None, await store.RestoredAsync(Cancellation));
            Assert.Equal((0, 0), await store.MeasureAsync(StateKind.Profile, Cancellation));
        }
    }

    [Fact]
    public async Task A_fault_says_the_checksums()
    {
        await PutAsync(Profile("ann"), new byte[100]);
        await Store.CheckpointAsync(LogToken.At(0, 1), Cancellation);
        var path = _scratch.File("state.checkpoint");
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        bytes[60] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancellation);

        await using var store = MemoryStateStore.Open(_scratch.Path);

        Assert.NotEqual(store.Fault!.Expected, store.Fault.Found);
        Assert.Contains("the checksum does not match", store.Fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_fails_leaves_the_last_one_standing()
    {
        await PutAsync(Profile("ann"), [1]);
        await Store.CheckpointAsync(LogToken.At(0, 1), Cancellation);
        await PutAsync(Profile("ann"), [2]);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CheckpointAsync(LogToken.At(0, 2), stopped.Token));
        await ReopenAsync();

        Assert.True((await Store.GetAsync(Profile("ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[1]));
        Assert.Equal(LogToken.At(0, 1), await Store.RestoredAsync(Cancellation));
    }

    [Fact]
    public async Task Values_larger_than_a_chunk_come_back()
    {
        var large = new byte[3_000_000];
        new Random(5).NextBytes(large);
        await PutAsync(new StateKey(StateKind.Overlay, "co-visits"), large);
        await PutAsync(Profile("ann"), [1]);
        await Store.CheckpointAsync(LogToken.At(0, 1), Cancellation);

        await ReopenAsync();

        Assert.Equal(large, await Store.GetAsync(new StateKey(StateKind.Overlay, "co-visits"), Cancellation));
        Assert.True((await Store.GetAsync(Profile("ann"), Cancellation)).AsSpan().SequenceEqual((byte[])[1]));
    }

    [Fact]
    public async Task A_checkpoint_while_writes_go_on_holds_at_least_what_was_put_before()
    {
        for (var number = 0; number < 5000; number++)
        {
            await PutAsync(Profile($"u{number}"), BitConverter.GetBytes(1));
        }

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var round = 2; !stop.IsCancellationRequested; round++)
            {
                for (var number = 0; number < 5000; number++)
                {
                    await PutAsync(Profile($"u{number}"), BitConverter.GetBytes(round));
                }
            }
        }, Cancellation);
        await Store.CheckpointAsync(LogToken.At(0, 5000), Cancellation);
        await stop.CancelAsync();
        await writing;
        await ReopenAsync();

        for (var number = 0; number < 5000; number++)
        {
            Assert.True(BitConverter.ToInt32((await Store.GetAsync(Profile($"u{number}"), Cancellation))!) >= 1);
        }
    }
}
