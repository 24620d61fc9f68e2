using Attune.Embedded.Log;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

public sealed class DiskFaultTests
{
    [Theory, InlineData(0), InlineData(10), InlineData(100), InlineData(700)]
    public async Task A_full_disk_refuses_keeps_serving_and_recovers(long freeBytes)
    {
        await using var fixture = LogFixture.Open();
        var before = await fixture.AppendAsync(10);

        fixture.Disk.FreeBytes = freeBytes;
        Assert.Equal("No space left on device", await fixture.AppendRefusedAsync(50));
        await fixture.AppendRefusedAsync(50);
        Assert.Equal(before, await fixture.ReadAsync());
        fixture.Disk.FreeBytes = long.MaxValue;
        var after = await fixture.AppendAsync(10);

        Assert.Equal([.. before, .. after], await fixture.ReadAsync());
        await fixture.CloseAsync();
        fixture.OpenAgain();
        Assert.Equal([.. before, .. after], await fixture.ReadAsync());
        Assert.Null(fixture.Log.Recovered);
    }

    [Fact]
    public async Task A_disk_that_is_full_from_the_first_byte_recovers()
    {
        await using var fixture = LogFixture.Open();
        fixture.Disk.FreeBytes = 0;

        await fixture.AppendRefusedAsync(1);
        Assert.Empty(await fixture.ReadAsync());
        fixture.Disk.FreeBytes = long.MaxValue;

        Assert.Equal(await fixture.AppendAsync(3), await fixture.ReadAsync());
    }

    [Fact]
    public async Task A_failed_flush_refuses_and_the_next_append_stands_in_a_new_segment()
    {
        await using var fixture = LogFixture.Open();
        var before = await fixture.AppendAsync(4);

        fixture.Disk.FlushFails = true;
        Assert.Equal("Input/output error", await fixture.AppendRefusedAsync(4));
        fixture.Disk.FlushFails = false;
        var after = await fixture.AppendAsync(4);

        Assert.Equal([.. before, .. after], await fixture.ReadAsync());
        Assert.Equal(2, fixture.SegmentFiles().Length);
    }

    [Fact]
    public async Task A_first_batch_that_fails_leaves_no_second_segment_of_the_same_offset()
    {
        await using var fixture = LogFixture.Open();
        fixture.Disk.FreeBytes = SegmentHeader.Bytes + 20;
        await fixture.AppendRefusedAsync(4);
        fixture.Disk.FreeBytes = long.MaxValue;

        var events = await fixture.AppendAsync(4);

        Assert.Equal(events, await fixture.ReadAsync());
        Assert.Single(fixture.SegmentFiles());
    }

    [Fact]
    public async Task What_could_not_be_cut_is_never_read_not_even_after_opening_again()
    {
        await using var fixture = LogFixture.Open();
        var before = await fixture.AppendAsync(4);

        (fixture.Disk.FlushFails, fixture.Disk.TruncateFails) = (true, true);
        await fixture.AppendRefusedAsync(7);
        fixture.Disk.FlushFails = false;
        var after = await fixture.AppendAsync(4);

        Assert.Equal([.. before, .. after], await fixture.ReadAsync());
        await fixture.CloseAsync();
        fixture.OpenAgain();
        Assert.Equal([.. before, .. after], await fixture.ReadAsync());
    }

    [Fact]
    public async Task A_cut_that_failed_is_made_up_for_when_the_log_closes()
    {
        await using var fixture = LogFixture.Open();
        var before = await fixture.AppendAsync(4);
        (fixture.Disk.FlushFails, fixture.Disk.TruncateFails) = (true, true);
        await fixture.AppendRefusedAsync(7);

        fixture.Disk.TruncateFails = false;
        await fixture.CloseAsync();
        fixture.OpenAgain();

        Assert.Equal(before, await fixture.ReadAsync());
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task Whatever_fails_in_whatever_order_exactly_the_acknowledged_is_there(int seed)
    {
        var settings = new SegmentLogSettings { SegmentBytes = 8 << 10, RecentBytes = 4 << 10 };
        await using var fixture = LogFixture.Open(settings);
        var random = new Random(seed);
        var acknowledged = new List<UserEvent>();
        for (var step = 0; step < 150; step++)
        {
            fixture.Disk.FreeBytes = random.Next(3) == 0 ? random.Next(2000) : long.MaxValue;
            fixture.Disk.FlushFails = random.Next(6) == 0;
            fixture.Disk.TruncateFails = random.Next(3) == 0;
            var events = fixture.Random.Next(random.Next(1, 6));
            if (await fixture.Log.AppendAsync(events, TestContext.Current.CancellationToken) is AppendOutcome.Appended)
            {
                acknowledged.AddRange(events);
            }

            if (step % 30 == 29)
            {
                // Closing must be able to cut: what a crash leaves uncut may be seen whole, by contract.
                fixture.Disk.TruncateFails = false;
                await fixture.CloseAsync();
                fixture.OpenAgain(settings);
            }

            Assert.Equal(acknowledged.Count, fixture.Log.EndOffset(0));
        }

        Assert.Equal(acknowledged, await fixture.ReadAsync());
    }
}
