using Attune.Embedded.Log;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

/// <summary>A log on a flaky disk under a hand-moved clock, and short words for what tests do with it.</summary>
sealed class LogFixture : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    SegmentLog? _log;

    public RandomEvents Random { get; } = new(42);

    public HandClock Clock { get; } = new();

    public FlakyDirectory Disk { get; private set; } = null!;

    public SegmentLog Log => _log!;

    public string Folder => _folder.Path;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static LogFixture Open(SegmentLogSettings? settings = null)
    {
        var fixture = new LogFixture();
        fixture.OpenAgain(settings);
        return fixture;
    }

    public void OpenAgain(SegmentLogSettings? settings = null)
    {
        Disk = new FlakyDirectory(Folder);
        // Nothing in memory, so that what is read comes from the files.
        _log = SegmentLog.Open(Disk, settings ?? new SegmentLogSettings { RecentBytes = 0 }, Clock, null);
    }

    public async Task CloseAsync() => await Log.DisposeAsync();

    public async Task<UserEvent[]> AppendAsync(int count)
    {
        var events = Random.Next(count);
        Assert.IsType<AppendOutcome.Appended>(await Log.AppendAsync(events, Cancellation));
        return events;
    }

    public async Task<string> AppendRefusedAsync(int count) =>
        Assert.IsType<AppendOutcome.StorageFailed>(await Log.AppendAsync(Random.Next(count), Cancellation)).Reason;

    public async Task<List<UserEvent>> ReadAsync(long offset = 0)
    {
        var events = new List<UserEvent>();
        await foreach (var batch in Log.ReadAsync(0, offset, follow: false, Cancellation))
        {
            events.AddRange(batch.Events);
        }

        return events;
    }

    public string[] SegmentFiles() => [.. Directory.GetFiles(Folder, "*.log").Order()];

    public async ValueTask DisposeAsync()
    {
        Disk.FlushGate?.Release(1000);
        await Log.DisposeAsync();
        _folder.Dispose();
    }
}
