using Attune.Events;

namespace Attune.Embedded.Tests.Log;

/// <summary>What every event log must do, on whatever it stands. An adapter's tests derive from this.</summary>
public abstract class EventLogBehavior : IAsyncLifetime
{
    readonly RandomEvents _random = new(20261120);
    IEventLog? _log;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IEventLog EventLog => _log!;

    /// <summary>Opens the log; a second time, the one that was closed before, with all it held.</summary>
    protected abstract ValueTask<IEventLog> OpenAsync();

    public async ValueTask InitializeAsync() => _log = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _log!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_log_is_empty_from_its_first_offset_to_its_end()
    {
        for (var partition = 0; partition < EventLog.Partitions; partition++)
        {
            Assert.Equal(EventLog.FirstOffset(partition), EventLog.EndOffset(partition));
            Assert.Empty(await ReadAsync(EventLog, partition, 0));
        }
    }

    [Fact]
    public async Task What_was_appended_is_read_back_equal()
    {
        var events = _random.Next(500);

        await AppendAsync(events);

        Assert.Equal(events.OrderBy(e => e.EventId), (await ReadAllAsync()).OrderBy(e => e.EventId));
    }

    [Fact]
    public async Task Events_of_one_profile_keep_their_order_over_appends()
    {
        var user = new UserId("ann");
        var events = _random.Next(200).Select(e => e with { User = user }).ToArray();

        foreach (var chunk in events.Chunk(7))
        {
            await AppendAsync(chunk);
        }

        Assert.Equal(events, await ReadAllAsync());
    }

    [Fact]
    public async Task The_token_of_an_append_is_the_place_after_its_events()
    {
        await AppendAsync(_random.Next(3));

        var token = await AppendAsync([_random.Next()]);

        var (partition, offset) = Assert.Single(token.Places);
        Assert.Equal(EventLog.EndOffset(partition), offset);
    }

    [Fact]
    public async Task Offsets_follow_without_a_gap()
    {
        for (var count = 1; count <= 20; count++)
        {
            await AppendAsync(_random.Next(count));
        }

        for (var partition = 0; partition < EventLog.Partitions; partition++)
        {
            var expected = EventLog.FirstOffset(partition);
            await foreach (var batch in EventLog.ReadAsync(partition, 0, follow: false, Cancellation))
            {
                Assert.Equal(partition, batch.Partition);
                Assert.Equal(expected, batch.BaseOffset);
                expected = batch.NextOffset;
            }

            Assert.Equal(EventLog.EndOffset(partition), expected);
        }
    }

    [Fact]
    public async Task Reading_begins_at_any_offset()
    {
        var user = new UserId("ann");
        var events = _random.Next(60).Select(e => e with { User = user }).ToArray();
        var partition = 0;
        foreach (var chunk in events.Chunk(9))
        {
            partition = (await AppendAsync(chunk)).Places[0].Partition;
        }

        var first = EventLog.FirstOffset(partition);

        for (var skipped = 0; skipped <= events.Length; skipped++)
        {
            Assert.Equal(events[skipped..], await ReadAsync(EventLog, partition, first + skipped));
        }
    }

    [Fact]
    public async Task A_reader_that_follows_sees_what_is_appended_later()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var events = _random.Next(90).Select(e => e with { User = new UserId("ann") }).ToArray();
        var partition = (await AppendAsync(events[..30])).Places[0].Partition;
        var seen = new List<UserEvent>();
        var following = FollowAsync();

        await AppendAsync(events[30..60]);
        await AppendAsync(events[60..]);
        await following;

        Assert.Equal(events, seen);

        async Task FollowAsync()
        {
            await foreach (var batch in EventLog.ReadAsync(partition, 0, follow: true, stop.Token))
            {
                seen.AddRange(batch.Events);
                if (seen.Count >= events.Length)
                {
                    return;
                }
            }
        }
    }

    [Fact]
    public async Task Following_ends_when_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in EventLog.ReadAsync(0, 0, follow: true, stop.Token))
            {
                Assert.NotNull(batch);
            }
        }, Cancellation);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Many_appenders_at_once_lose_and_repeat_nothing()
    {
        var parts = Enumerable.Range(0, 16)
            .Select(writer => new RandomEvents(writer).Next(50).Select(e => e with { EventId = $"{writer}/{e.EventId}" }).ToArray())
            .ToArray();

        await Task.WhenAll(parts.Select(part => Task.Run(async () =>
        {
            foreach (var chunk in part.Chunk(3))
            {
                await AppendAsync(chunk);
            }
        }, Cancellation)));

        var read = await ReadAllAsync();
        Assert.Equal(parts.SelectMany(part => part).OrderBy(e => e.EventId), read.OrderBy(e => e.EventId));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_closing_and_opening_again()
    {
        var events = _random.Next(300);
        await AppendAsync(events[..200]);
        await EventLog.DisposeAsync();

        _log = await OpenAsync();
        await AppendAsync(events[200..]);

        Assert.Equal(events.OrderBy(e => e.EventId), (await ReadAllAsync()).OrderBy(e => e.EventId));
    }

    [Fact]
    public async Task An_append_of_nothing_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await EventLog.AppendAsync([], Cancellation));

    protected static async Task<List<UserEvent>> ReadAsync(IEventLog log, int partition, long offset)
    {
        var events = new List<UserEvent>();
        await foreach (var batch in log.ReadAsync(partition, offset, follow: false, Cancellation))
        {
            events.AddRange(batch.Events);
        }

        return events;
    }

    async Task<LogToken> AppendAsync(IReadOnlyList<UserEvent> events) =>
        Assert.IsType<AppendOutcome.Appended>(await EventLog.AppendAsync(events, Cancellation)).Token;

    async Task<List<UserEvent>> ReadAllAsync()
    {
        var events = new List<UserEvent>();
        for (var partition = 0; partition < EventLog.Partitions; partition++)
        {
            events.AddRange(await ReadAsync(EventLog, partition, 0));
        }

        return events;
    }
}
