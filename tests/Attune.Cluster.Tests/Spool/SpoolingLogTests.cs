using Attune.Cluster.Spool;
using Attune.Embedded.Log;
using Attune.Embedded.Tests;
using Attune.Events;
using Attune.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Spool;

/// <summary>When the spool is entered and left, on a log whose every answer the test gives.</summary>
public sealed class SpoolingLogTests : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SlowLog _log = new();
    readonly FakeClock _clock = new();
    readonly SpoolingLog _spooling;
    readonly UserEvent[] _events = [.. new RandomEvents(5).Next(40).Select(e => e with { User = new UserId("ann") })];

    public SpoolingLogTests() => _spooling = new(
        "default",
        _log,
        SegmentLog.Open(_folder.File("spool"), new SegmentLogSettings(), TimeProvider.System),
        _folder.File("moved"),
        new SpoolSettings(),
        _clock,
        NullLogger<SpoolingLog>.Instance);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _spooling.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_append_is_held_while_the_last_that_waited_is_moved_and_then_goes_to_the_log()
    {
        var first = AppendAsync(0);
        await _log.AnswerAsync("down", Cancellation);
        Assert.Equal(LogToken.None, await first);

        var moved = await _log.LeaveAsync(Cancellation);
        var second = AppendAsync(1);
        Assert.False(second.IsCompleted);
        moved.SetResult(new AppendOutcome.Appended(LogToken.At(0, 1)));
        await _log.AnswerAsync(null, Cancellation);

        Assert.NotEqual(LogToken.None, await second);
        Assert.Equal(0, _spooling.Waiting);
        Assert.Equal([_events[1]], _log.Taken);
    }

    [Fact]
    public async Task Who_is_held_longer_than_the_patience_goes_to_the_spool()
    {
        var first = AppendAsync(0);
        await _log.AnswerAsync("down", Cancellation);
        await first;
        var moved = await _log.LeaveAsync(Cancellation);
        var second = AppendAsync(1);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LogToken.None, await second);
        Assert.Equal(2, _spooling.Waiting);
        moved.SetResult(new AppendOutcome.Appended(LogToken.At(0, 1)));
        await _log.AnswerAsync(null, Cancellation);
    }

    [Fact]
    public async Task An_append_waits_twice_the_patience_where_another_is_acknowledged_meanwhile_and_once_where_none_is()
    {
        var slow = AppendAsync(0);
        var answer = await _log.LeaveAsync(Cancellation);
        var other = AppendAsync(1);
        await _log.AnswerAsync(null, Cancellation);
        await other;
        _clock.Advance(TimeSpan.FromSeconds(1));
        answer.SetResult(new AppendOutcome.Appended(LogToken.At(0, 2)));
        Assert.NotEqual(LogToken.None, await slow);

        var lost = AppendAsync(2);
        await _log.LeaveAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LogToken.None, await lost);
    }

    async Task<LogToken> AppendAsync(int at) =>
        Assert.IsType<AppendOutcome.Appended>(await _spooling.AppendAsync([_events[at]], Cancellation)).Token;
}
