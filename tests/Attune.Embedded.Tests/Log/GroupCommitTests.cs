using Attune.Embedded.Log;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

public sealed class GroupCommitTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_waits_shares_one_flush()
    {
        await using var fixture = LogFixture.Open();
        await fixture.AppendAsync(1);
        fixture.Disk.FlushGate = new SemaphoreSlim(0);
        var first = fixture.Log.AppendAsync(fixture.Random.Next(1), Cancellation).AsTask();
        await WaitForAsync(() => fixture.Disk.Writes == 3); // the header, the first event, and this one at the gate
        var flushes = fixture.Disk.Flushes;

        var others = fixture.Random.Next(500).Select(e => fixture.Log.AppendAsync([e], Cancellation).AsTask()).ToArray();
        fixture.Disk.FlushGate.Release(2);
        await first;
        var outcomes = await Task.WhenAll(others);

        Assert.Equal(flushes + 2, fixture.Disk.Flushes);
        Assert.Equal(
            Enumerable.Range(3, 500).Select(offset => LogToken.At(0, offset)),
            outcomes.Select(outcome => Assert.IsType<AppendOutcome.Appended>(outcome).Token));
    }

    [Fact]
    public async Task A_commit_takes_no_more_than_its_bytes()
    {
        await using var fixture = LogFixture.Open(new SegmentLogSettings { CommitBytes = 4 << 10, RecentBytes = 0 });
        await fixture.AppendAsync(1);
        fixture.Disk.FlushGate = new SemaphoreSlim(0);
        var appends = fixture.Random.Next(200).Select(e => fixture.Log.AppendAsync([e], Cancellation).AsTask()).ToArray();

        fixture.Disk.FlushGate.Release(200);
        await Task.WhenAll(appends);

        Assert.InRange(fixture.Disk.Flushes, 10, 150);
    }

    [Fact]
    public async Task Nothing_is_seen_before_it_is_durable()
    {
        await using var fixture = LogFixture.Open(new SegmentLogSettings());
        await fixture.AppendAsync(1);
        fixture.Disk.FlushGate = new SemaphoreSlim(0);

        var append = fixture.Log.AppendAsync(fixture.Random.Next(5), Cancellation).AsTask();
        await WaitForAsync(() => fixture.Disk.Writes == 3);

        Assert.False(append.IsCompleted);
        Assert.Equal(1, fixture.Log.EndOffset(0));
        Assert.Single(await fixture.ReadAsync());
    }

    [Theory, InlineData(8 << 10, 1000), InlineData(32 << 20, 5)]
    public async Task A_full_queue_refuses_and_forgets_nothing_it_took(int bytes, int requests)
    {
        await using var fixture = LogFixture.Open(new SegmentLogSettings { QueueBytes = bytes, QueueRequests = requests });
        await fixture.AppendAsync(1);
        fixture.Disk.FlushGate = new SemaphoreSlim(0);

        var appends = fixture.Random.Next(300).Select(e => fixture.Log.AppendAsync([e], Cancellation).AsTask()).ToArray();
        fixture.Disk.FlushGate.Release(300);
        var outcomes = await Task.WhenAll(appends);

        var taken = outcomes.Count(outcome => outcome is AppendOutcome.Appended);
        Assert.InRange(taken, 1, 299);
        Assert.Equal(300 - taken, outcomes.Count(outcome => outcome is AppendOutcome.Overloaded { RetryAfter.Ticks: > 0 }));
        Assert.Equal(1 + taken, (await fixture.ReadAsync()).Count);
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_then_refuses()
    {
        await using var fixture = LogFixture.Open();
        var appends = fixture.Random.Next(50).Select(e => fixture.Log.AppendAsync([e], Cancellation).AsTask()).ToArray();

        await fixture.CloseAsync();

        Assert.All(await Task.WhenAll(appends), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await fixture.Log.AppendAsync(fixture.Random.Next(1), Cancellation));
    }

    [Fact]
    public async Task Closing_ends_readers_that_follow()
    {
        await using var fixture = LogFixture.Open();
        await fixture.AppendAsync(4);
        var reading = Task.Run(async () =>
        {
            var count = 0;
            await foreach (var batch in fixture.Log.ReadAsync(0, 0, follow: true, Cancellation))
            {
                count += batch.Events.Count;
            }

            return count;
        }, Cancellation);

        await fixture.CloseAsync();

        Assert.Equal(4, await reading);
    }

    static async Task WaitForAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 2000, "What the test waits for did not come about within 20 seconds.");
            await Task.Delay(10, Cancellation);
        }
    }
}
