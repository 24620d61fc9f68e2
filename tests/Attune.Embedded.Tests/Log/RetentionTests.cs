using Attune.Embedded.Log;

namespace Attune.Embedded.Tests.Log;

public sealed class RetentionTests
{
    static readonly SegmentLogSettings Small = new() { SegmentBytes = 4 << 10, RecentBytes = 0 };

    [Fact]
    public async Task Without_leave_nothing_is_deleted()
    {
        await using var fixture = await FilledAsync(Small with { RetainBytes = 1, RetainFor = TimeSpan.FromTicks(1) });

        Assert.Equal(0, fixture.Log.Retain());
        Assert.Equal(0, fixture.Log.FirstOffset(0));
    }

    [Fact]
    public async Task Too_many_bytes_go_oldest_first_down_to_the_limit()
    {
        await using var fixture = await FilledAsync(Small with { RetainBytes = 12 << 10 });
        var segments = fixture.Log.Segments;
        fixture.Log.AllowRetention(() => long.MaxValue);

        var deleted = fixture.Log.Retain();

        Assert.InRange(fixture.Log.Bytes, 4 << 10, 12 << 10);
        Assert.Equal(segments - deleted, fixture.SegmentFiles().Length);
        Assert.True(fixture.Log.FirstOffset(0) > 0);
        Assert.Equal(fixture.Log.EndOffset(0) - fixture.Log.FirstOffset(0), (await fixture.ReadAsync()).Count);
    }

    [Fact]
    public async Task What_a_consumer_still_needs_stays()
    {
        await using var fixture = await FilledAsync(Small with { RetainBytes = 1 });
        var needed = fixture.Log.EndOffset(0) / 2;
        fixture.Log.AllowRetention(() => needed);

        Assert.True(fixture.Log.Retain() > 0);

        Assert.InRange(fixture.Log.FirstOffset(0), 1, needed);
    }

    [Fact]
    public async Task The_old_goes_when_its_time_is_over_and_the_last_segment_never()
    {
        await using var fixture = await FilledAsync(Small with { RetainFor = TimeSpan.FromDays(7) });
        fixture.Log.AllowRetention(() => long.MaxValue);
        fixture.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, fixture.Log.Retain());

        fixture.Clock.Advance(TimeSpan.FromDays(2));

        Assert.True(fixture.Log.Retain() > 0);
        Assert.Single(fixture.SegmentFiles());
    }

    [Fact]
    public async Task A_slow_log_begins_segments_by_age_so_that_the_old_can_go()
    {
        await using var fixture = LogFixture.Open(new SegmentLogSettings { RetainFor = TimeSpan.FromDays(8), RecentBytes = 0 });
        fixture.Log.AllowRetention(() => long.MaxValue);
        for (var day = 0; day < 30; day++)
        {
            await fixture.AppendAsync(1);
            fixture.Clock.Advance(TimeSpan.FromDays(1));
        }

        fixture.Log.Retain();

        Assert.InRange(fixture.Log.EndOffset(0) - fixture.Log.FirstOffset(0), 8, 10);
    }

    [Fact]
    public async Task Offsets_go_on_after_everything_old_is_gone_and_the_log_is_opened_again()
    {
        var settings = Small with { RetainBytes = 1 };
        await using var fixture = await FilledAsync(settings);
        fixture.Log.AllowRetention(() => long.MaxValue);
        fixture.Log.Retain();
        var (first, end) = (fixture.Log.FirstOffset(0), fixture.Log.EndOffset(0));
        await fixture.CloseAsync();

        fixture.OpenAgain(settings);

        Assert.Equal((first, end), (fixture.Log.FirstOffset(0), fixture.Log.EndOffset(0)));
    }

    [Fact]
    public async Task A_new_segment_makes_the_log_look_for_what_has_expired()
    {
        await using var fixture = await FilledAsync(Small with { RetainBytes = 12 << 10 });
        fixture.Log.AllowRetention(() => long.MaxValue);

        for (var segments = fixture.Log.Segments; segments <= fixture.Log.Segments;)
        {
            segments = fixture.Log.Segments;
            await fixture.AppendAsync(2);
        }

        Assert.True(fixture.Log.FirstOffset(0) > 0);
    }

    static async Task<LogFixture> FilledAsync(SegmentLogSettings settings)
    {
        var fixture = LogFixture.Open(settings);
        while (fixture.Log.Segments < 8)
        {
            await fixture.AppendAsync(3);
        }

        return fixture;
    }
}
