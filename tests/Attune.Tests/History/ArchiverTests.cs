using Attune.Events;
using Attune.History;
using Attune.Tests.Fakes;
using Attune.Tests.Live;

namespace Attune.Tests.History;

public sealed class ArchiverTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static readonly ArchiverSettings Quick = new()
    {
        BatchEvents = 250,
        BatchTime = TimeSpan.FromMilliseconds(5),
        FirstRetry = TimeSpan.FromMilliseconds(1),
        LongestRetry = TimeSpan.FromMilliseconds(4),
    };

    [Fact]
    public async Task Everything_in_the_log_comes_into_the_history_once()
    {
        await using var log = new MemoryLog(partitions: 3);
        await using var history = new MemoryHistory();
        await AppendAsync(log, 1000);
        await using var archiver = new Archiver(log, history, TimeProvider.System, Quick);
        await archiver.StartAsync(Cancellation);
        var token = await AppendAsync(log, 500);

        await archiver.WaitAsync(token, Cancellation);
        await archiver.CatchUpAsync(Cancellation);

        Assert.Equal(1500, history.Count);
        Assert.True(archiver.Archived.Reaches(token));
    }

    [Fact]
    public async Task Small_batches_are_committed_together_and_no_commit_is_much_above_the_limit()
    {
        await using var log = new MemoryLog(batchSize: 10);
        await using var history = new MemoryHistory();
        await AppendAsync(log, 2000);
        await using var archiver = new Archiver(log, history, TimeProvider.System, Quick with { BatchTime = TimeSpan.FromSeconds(30) });
        await archiver.StartAsync(Cancellation);

        await archiver.WaitAsync(LogToken.At(0, 2000), Cancellation);

        Assert.Equal(Enumerable.Repeat(250, 8), history.Appends);
    }

    [Fact]
    public async Task A_failing_history_is_tried_again_until_it_takes_what_the_log_holds()
    {
        await using var log = new MemoryLog();
        await using var history = new MemoryHistory();
        history.FailNext(5);
        await AppendAsync(log, 700);
        await using var archiver = new Archiver(log, history, TimeProvider.System, Quick);
        await archiver.StartAsync(Cancellation);

        await archiver.WaitAsync(LogToken.At(0, 700), Cancellation);

        Assert.Equal(700, history.Count);
        Assert.Null(archiver.Fault);
    }

    [Fact]
    public async Task What_is_wrong_is_said_while_it_is_wrong()
    {
        var clock = new FakeClock();
        await using var log = new MemoryLog();
        await using var history = new MemoryHistory();
        history.FailNext(1);
        await AppendAsync(log, 250);
        await using var archiver = new Archiver(log, history, clock, Quick with { BatchEvents = 100 });
        await archiver.StartAsync(Cancellation);

        await Eventually.TrueAsync(() => archiver.Fault is not null, Cancellation);
        Assert.Equal("the disk is full", archiver.Fault);
    }

    [Fact]
    public async Task Stopping_brings_over_what_is_gathered_and_what_is_left()
    {
        await using var log = new MemoryLog();
        await using var history = new MemoryHistory();
        var archiver = new Archiver(log, history, new FakeClock());
        await archiver.StartAsync(Cancellation);
        await AppendAsync(log, 123);

        await archiver.DisposeAsync();

        Assert.Equal(123, history.Count);
    }

    [Fact]
    public async Task An_archiver_goes_on_where_the_history_stands()
    {
        await using var log = new MemoryLog();
        await using var history = new MemoryHistory();
        for (var round = 1; round <= 3; round++)
        {
            await AppendAsync(log, 100);
            await using var archiver = new Archiver(log, history, TimeProvider.System, Quick);
            await archiver.StartAsync(Cancellation);
            await archiver.CatchUpAsync(Cancellation);
            Assert.Equal(100 * round, history.Count);
        }
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_name() =>
        Assert.Contains(
            "archive.batchEvents is 0",
            Assert.Throws<ArgumentException>(
                () => new Archiver(new MemoryLog(), new MemoryHistory(), TimeProvider.System, new ArchiverSettings { BatchEvents = 0 })).Message,
            StringComparison.Ordinal);

    static async Task<LogToken> AppendAsync(MemoryLog log, int count)
    {
        var events = Enumerable.Range(0, count).Select(i => new UserEvent
        {
            EventId = $"e{i}",
            Type = EventType.View,
            User = new UserId(new string('u', 1 + (i % 7))),
            Item = new ItemId($"i{i % 50}"),
            Time = new EventTime(i),
        });
        return Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync([.. events], Cancellation)).Token;
    }
}
