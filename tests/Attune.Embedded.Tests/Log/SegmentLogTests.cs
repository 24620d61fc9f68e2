using Attune.Embedded.Log;
using Attune.Events;

namespace Attune.Embedded.Tests.Log;

/// <summary>The behaviour of every log, on small segments and with hardly anything held in memory.</summary>
public sealed class SegmentLogTests : EventLogBehavior
{
    readonly TemporaryFolder _scratch = new();

    protected override ValueTask<IEventLog> OpenAsync() => new(SegmentLog.Open(
        _scratch.Path,
        new SegmentLogSettings { SegmentBytes = 16 << 10, IndexBytes = 1 << 10, RecentBytes = 4 << 10 },
        TimeProvider.System));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _scratch.Dispose();
    }
}
