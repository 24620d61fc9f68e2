using Attune.Cluster.Spool;
using Attune.Embedded.Log;
using Attune.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Spool;

public sealed class SpoolMovingTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-spool-");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_has_been_moved_is_not_sent_again_because_the_disk_does_not_take_how_far()
    {
        await using var log = Open("log");
        await using var spool = Open("spool");
        await spool.AppendAsync([.. Enumerable.Range(0, 3).Select(Event)], Cancellation);

        // Its folder is not there, so that it cannot be written.
        var position = Path.Combine(_folder.FullName, "away", "position");
        using var moving = new SpoolMoving(log, spool, new SpoolPosition(position), new SpoolSettings());
        await Assert.ThrowsAnyAsync<IOException>(async () => await moving.MoveSomeAsync(Cancellation));
        await Assert.ThrowsAnyAsync<IOException>(async () => await moving.MoveSomeAsync(Cancellation));
        Assert.Equal(3, log.EndOffset(0));

        Directory.CreateDirectory(Path.GetDirectoryName(position)!);
        await moving.MoveSomeAsync(Cancellation);
        Assert.Equal(3, log.EndOffset(0));
        Assert.Equal("3", await File.ReadAllTextAsync(position, Cancellation));
    }

    SegmentLog Open(string name) => SegmentLog.Open(
        Path.Combine(_folder.FullName, name), new SegmentLogSettings(), TimeProvider.System, NullLogger<SegmentLog>.Instance);

    static UserEvent Event(int number) => new()
    {
        EventId = $"e{number}",
        Type = EventType.View,
        User = new UserId("ann"),
        Item = new ItemId("tea"),
        Time = new EventTime(number),
    };
}
