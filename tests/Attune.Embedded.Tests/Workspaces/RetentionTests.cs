using Attune.Embedded.Log;
using Attune.Events;
using Attune.Operating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Workspaces;

public sealed class RetentionTests : IDisposable
{
    const int Events = 3_000;

    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_lets_go_of_what_is_archived_and_in_a_checkpoint_and_a_restart_knows_it_all_the_same()
    {
        await using (var workspace = await OpenAsync())
        {
            await SendAsync(workspace, 0);
            Assert.Equal(0, workspace.LogBegin.OffsetIn(0));

            await workspace.Archiver.CatchUpAsync(Cancellation);
            await workspace.Live.WaitAsync(workspace.LogEnd, TimeSpan.FromSeconds(30), Cancellation);
            await workspace.Live.CheckpointAsync(Cancellation);
            await SendAsync(workspace, Events);

            Assert.InRange(workspace.LogBegin.OffsetIn(0), 1, Events);
        }

        await using var again = await OpenAsync();
        await again.Live.CaughtUp.WaitAsync(Cancellation);
        var profile = await again.ProfileAsync(ProfileKey.Of(new UserId("ann")), Cancellation);

        Assert.Equal(2 * Events, profile.Counts[EventType.View.Code]);
        Assert.Equal(2 * Events, (await again.History.SummariseAsync(Cancellation)).Events);
    }

    async Task<Workspace> OpenAsync()
    {
        var embedded = new EmbeddedSettings { Log = new SegmentLogSettings { SegmentBytes = 16 << 10, RetainBytes = 32 << 10 } };
        var ports = await EmbeddedPorts.OpenAsync(_folder.Path, embedded, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
        var settings = new EngineSettings { Schedule = new TrainingScheduleSettings { Enabled = false } };
        return await Workspace.OpenAsync("default", ports, settings, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
    }

    static async Task SendAsync(Workspace workspace, int from)
    {
        foreach (var batch in Enumerable.Range(from, Events).Chunk(100))
        {
            var rows = batch.Select(number => new ParsedRow(
                new UserEvent
                {
                    EventId = $"e{number}",
                    Type = EventType.View,
                    User = new UserId("ann"),
                    Item = new ItemId($"i{number % 50}"),
                    Time = EventTime.Now(TimeProvider.System),
                },
                null,
                IsNamed: true)).ToList();
            Assert.IsType<IngestOutcome.Answered>(await workspace.Ingest.AcceptAsync(rows, Cancellation));
        }
    }

    public void Dispose() => _folder.Dispose();
}
