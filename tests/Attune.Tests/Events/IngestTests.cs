using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attune.Events;
using Attune.Operating;
using Attune.Tests.Fakes;
using Attune.Tests.Live;

namespace Attune.Tests.Events;

public sealed class IngestTests : IAsyncDisposable
{
    readonly GatedLog _log = new();
    readonly DuplicateWindow _window = new(1000);

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_gets_its_verdict_and_only_new_events_reach_the_log()
    {
        await AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}""");

        var answer = Assert.IsType<IngestOutcome.Answered>(await AcceptAsync("""
            [{"eventId":"a","type":"view","userId":"u","itemId":"i"},
             {"eventId":"b","type":"view","userId":"u","itemId":"i"},
             {"eventId":"b","type":"view","userId":"u","itemId":"i"},
             {"type":"view","userId":"u","itemId":"i"},
             {"type":"view","userId":"u"}]
            """));

        Assert.Equal(new EventVerdict.Duplicate("a"), answer.Verdicts[0]);
        Assert.Equal(new EventVerdict.Accepted("b"), answer.Verdicts[1]);
        Assert.Equal(new EventVerdict.Duplicate("b"), answer.Verdicts[2]);
        Assert.IsType<EventVerdict.Accepted>(answer.Verdicts[3]);
        Assert.Equal("itemId", Assert.IsType<EventVerdict.Refused>(answer.Verdicts[4]).Refusal.Field);
        Assert.Equal(LogToken.At(0, 3), answer.Token);
        Assert.Equal(2, _window.Count);
    }

    [Fact]
    public async Task A_request_of_duplicates_only_still_says_what_to_wait_for()
    {
        await AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}""");

        var answer = Assert.IsType<IngestOutcome.Answered>(await AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}"""));

        Assert.Equal(LogToken.At(0, 1), answer.Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_duplicate_in_flight_shares_the_fate_of_the_first(bool succeeds)
    {
        var gate = _log.Hold();
        var first = AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}""").AsTask();
        var second = AcceptAsync("""
            [{"eventId":"b","type":"view","userId":"u","itemId":"i"},{"eventId":"a","type":"view","userId":"u","itemId":"i"}]
            """).AsTask();
        Assert.False(second.IsCompleted);

        gate.SetResult(succeeds ? null : new AppendOutcome.StorageFailed("full"));

        if (succeeds)
        {
            Assert.IsType<IngestOutcome.Answered>(await first);
            var answer = Assert.IsType<IngestOutcome.Answered>(await second);
            Assert.Equal([new EventVerdict.Accepted("b"), new EventVerdict.Duplicate("a")], answer.Verdicts);
            Assert.Equal(LogToken.At(0, 2), answer.Token);
        }
        else
        {
            Assert.Equal(new IngestOutcome.StorageFailed("full"), await first);
            Assert.Equal(new IngestOutcome.StorageFailed("full"), await second);
            Assert.Equal(0, _log.EndOffset(0));

            // Nothing is left behind: the same events are taken the next time.
            Assert.IsType<IngestOutcome.Answered>(await AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}"""));
            Assert.Equal(1, _log.EndOffset(0));
        }
    }

    [Fact]
    public async Task Overload_takes_nothing_and_says_when_to_come_again()
    {
        _log.Hold().SetResult(new AppendOutcome.Overloaded(TimeSpan.FromSeconds(2)));

        Assert.Equal(
            new IngestOutcome.Overloaded(TimeSpan.FromSeconds(2)),
            await AcceptAsync("""{"eventId":"a","type":"view","userId":"u","itemId":"i"}"""));
        Assert.Equal(0, _window.Count);
    }

    [Theory]
    [InlineData("overloaded", 17)]
    [InlineData("storage", 19)]
    public async Task Rows_that_are_turned_away_are_counted_by_reason(string reason, int rows)
    {
        var counted = new ConcurrentBag<(long Rows, object? Reason)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => to.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument == AttuneTelemetry.TurnedAway)
            {
                counted.Add((value, tags[0].Value));
            }
        });
        listener.Start();
        _log.Hold().SetResult(reason == "overloaded" ? new AppendOutcome.Overloaded(TimeSpan.FromSeconds(2)) : new AppendOutcome.StorageFailed("full"));

        await AcceptAsync($"[{string.Join(',', Enumerable.Repeat("""{"type":"view","userId":"u","itemId":"i"}""", rows))}]");

        Assert.Contains(((long)rows, (object?)reason), counted);
    }

    [Fact]
    public async Task The_window_is_rebuilt_from_the_tail_of_the_log()
    {
        var log = new MemoryLog(partitions: 2, batchSize: 7);
        var happened = Enumerable.Range(0, 50).Select(i => new UserEvent
        {
            EventId = $"e{i}",
            Type = EventType.View,
            User = new($"u{i}"),
            Item = new("i"),
            Time = new(1),
        }).ToList();
        await log.AppendAsync(happened, Cancellation);

        var all = await DuplicateWindow.RebuildAsync(log, 1000, Cancellation);
        var few = await DuplicateWindow.RebuildAsync(log, 10, Cancellation);

        Assert.Equal((50, 10), (all.Count, few.Count));
        var ingest = new Ingest(log, all, new FakeClock(), new EventIds(new FakeClock(), 1));
        var rows = happened.ConvertAll(one => new ParsedRow(one, null, true));
        var answer = Assert.IsType<IngestOutcome.Answered>(await ingest.AcceptAsync(rows, Cancellation));
        Assert.All(answer.Verdicts, verdict => Assert.IsType<EventVerdict.Duplicate>(verdict));
    }

    [Fact]
    public void The_last_hashes_are_known_exactly_as_by_a_plain_set_and_queue()
    {
        var random = new Random(3);
        var recent = new RecentHashes(100);
        var queue = new Queue<UInt128>();
        for (var round = 0; round < 20_000; round++)
        {
            // Few homes in the table: probing and moving back happen all the time.
            var hash = new UInt128((ulong)random.Next(8), (ulong)random.Next(40) * 64);
            Assert.Equal(queue.Contains(hash), recent.Contains(hash));
            if (!queue.Contains(hash))
            {
                queue.Enqueue(hash);
                if (queue.Count > 100)
                {
                    queue.Dequeue();
                }
            }

            recent.Add(hash);
            Assert.Equal(queue.Count, recent.Count);
        }

        Assert.Equal((1_000_000 * 16) + ((1 << 21) * 4), new DuplicateWindow().Bytes);
    }

    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347")]
    public void The_hash_is_murmur_3(string text, string hash) =>
        Assert.Equal(hash, EventIdHash.Of(text).ToString("x32", System.Globalization.CultureInfo.InvariantCulture));

    async ValueTask<IngestOutcome> AcceptAsync(string body)
    {
        var ingest = new Ingest(_log, _window, new FakeClock(), new EventIds(new FakeClock(), 1));
        var rows = Assert.IsType<EventBody.Rows>(ingest.Read(System.Text.Encoding.UTF8.GetBytes(body), "application/json")).Items;
        return await ingest.AcceptAsync(rows, Cancellation);
    }

    /// <summary>A log whose next append can be held, and made to fail.</summary>
    sealed class GatedLog : IEventLog
    {
        readonly MemoryLog _inner = new();
        TaskCompletionSource<AppendOutcome?>? _gate;

        public int Partitions => 1;

        public TaskCompletionSource<AppendOutcome?> Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long FirstOffset(int partition) => 0;

        public long EndOffset(int partition) => _inner.EndOffset(partition);

        public async ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
        {
            var gate = _gate;
            _gate = null;
            return (gate is null ? null : await gate.Task) ?? await _inner.AppendAsync(events, cancellation);
        }

        public IAsyncEnumerable<EventBatch> ReadAsync(int partition, long offset, bool follow, CancellationToken cancellation) =>
            _inner.ReadAsync(partition, offset, follow, cancellation);

        public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => _inner.EraseAsync(erasure, cancellation);

        public ValueTask DisposeAsync() => default;
    }
}
