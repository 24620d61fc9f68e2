using Attune.Embedded.Log;
using Attune.Events;
using Attune.Operating;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Embedded.Tests.Backups;

public sealed class WorkspaceCopyTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_is_written_between_two_parts_no_part_knows_more_than_the_one_it_is_made_of()
    {
        await using var ports = await OpenAsync("held");
        var retention = ports.Retention!;
        await TakeAsync(ports, 0);
        var parts = new List<string>();

        // At each part's first bytes, and so before the parts that follow: more of everything, and the log is asked to let go of all it may.
        await ports.Backup!(
            _folder.File("copy"),
            (_, part) =>
            {
                if (!parts.Contains(part!))
                {
                    parts.Add(part!);
                    if (part is not ("history" or "catalog"))
                    {
                        TakeAsync(ports, parts.Count).AsTask().GetAwaiter().GetResult();
                        retention(() => ports.State.RestoredAsync(Cancellation).AsTask().GetAwaiter().GetResult());
                    }
                }
            },
            Cancellation);

        Assert.Equal(["profiles", "history", "catalog", "log"], parts);
        await using var copy = await OpenAsync("copy");
        var (checkpoint, archived) = ((await copy.State.RestoredAsync(Cancellation)).OffsetIn(0), await copy.History.NextOffsetAsync(0, Cancellation));
        Assert.InRange(checkpoint, 1, archived);
        Assert.InRange(archived, checkpoint + 1, copy.Log.EndOffset(0));
        Assert.InRange(copy.Log.FirstOffset(0), 0, checkpoint);
        Assert.InRange((await copy.Catalog.LoadOrdinalsAsync(0, Cancellation)).Count, (int)checkpoint, (int)copy.Log.EndOffset(0));
        Assert.Equal(
            await ports.Log.ReadAsync(0, checkpoint, follow: false, Cancellation).SelectMany(batch => batch.Events).Take((int)(copy.Log.EndOffset(0) - checkpoint)).ToListAsync(Cancellation),
            await copy.Log.ReadAsync(0, checkpoint, follow: false, Cancellation).SelectMany(batch => batch.Events).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_directory_that_has_something_in_it_is_refused()
    {
        await using var ports = await OpenAsync("held");
        _folder.Write("taken", "");
        Directory.CreateDirectory(_folder.File("full"));
        _folder.Write("full/something", "");

        var refused = await Assert.ThrowsAsync<IOException>(() => ports.Backup!(_folder.File("full"), (_, _) => { }, Cancellation));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
    }

    // An item's number, its event, the archive, the checkpoint: in the order in which the engine makes them durable.
    static async ValueTask TakeAsync(WorkspacePorts ports, int round)
    {
        for (var number = 0; number < 40; number++)
        {
            var (item, known) = (new ItemId($"i{round}-{number}"), (await ports.Catalog.LoadOrdinalsAsync(0, Cancellation)).Count);
            await ports.Catalog.AssignOrdinalsAsync([item], known, Cancellation);
            var happened = new UserEvent
            {
                EventId = $"e{round}-{number}",
                Type = EventType.View,
                User = new UserId("u"),
                Item = item,
                Time = new EventTime(number),
                Context = $$"""{"long":"{{new string('x', 400)}}"}""",
            };
            Assert.IsType<AppendOutcome.Appended>(await ports.Log.AppendAsync([happened], Cancellation));
        }

        var next = await ports.History.NextOffsetAsync(0, Cancellation);
        await ports.History.AppendAsync(await ports.Log.ReadAsync(0, next, follow: false, Cancellation).ToListAsync(Cancellation), Cancellation);
        await ports.State.CheckpointAsync(LogToken.At(0, ports.Log.EndOffset(0)), Cancellation);
    }

    ValueTask<WorkspacePorts> OpenAsync(string name) => EmbeddedPorts.OpenAsync(
        _folder.File(name),
        new EmbeddedSettings { Log = new SegmentLogSettings { SegmentBytes = 8_192, RetainBytes = 8_192 } },
        TimeProvider.System,
        NullLoggerFactory.Instance,
        Cancellation);
}
