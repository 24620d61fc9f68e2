using System.Text;
using Attune.Erasing;
using Attune.Events;
using Attune.Live;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;
using static Attune.Embedded.Tests.Erasing.ErasingShop;

namespace Attune.Embedded.Tests.Erasing;

public sealed class ErasureTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_erasure_the_overlay_is_that_of_an_engine_that_never_saw_the_user()
    {
        await using var with = await OpenAsync(PathOf("with"));
        await using var without = await OpenAsync(PathOf("without"));
        await FillAsync(with, withAnn: true);
        await FillAsync(without, withAnn: false);
        Assert.NotEqual(Counted(without), Counted(with));

        await EraseAsync(with);

        Assert.Equal(Counted(without), Counted(with));
    }

    [Fact]
    public async Task An_overlay_from_before_an_erasure_is_counted_again_at_the_start_without_the_user()
    {
        await using var without = await OpenAsync(PathOf("without"));
        await FillAsync(without, withAnn: false);
        StateKey[] parts = [.. OverlayCodec.Parts.Select(part => new StateKey(StateKind.Overlay, part))];
        byte[]?[] before;
        await using (var workspace = await OpenAsync(PathOf("with")))
        {
            await FillAsync(workspace, withAnn: true);
            await workspace.Live.CheckpointAsync(Cancellation);
            before = await workspace.State.GetAsync(parts, Cancellation);
            await EraseAsync(workspace);
        }

        // As a node does that has not heard of it and takes the checkpoint.
        await using (var state = EmbeddedPorts.OpenState(PathOf("with"), NullLoggerFactory.Instance))
        {
            await state.PutAsync([.. parts.Zip(before, (key, bytes) => new StateWrite(key, bytes))], Cancellation);
            await state.CheckpointAsync(await state.RestoredAsync(Cancellation), Cancellation);
        }

        await using var again = await OpenAsync(PathOf("with"));
        await again.Live.CaughtUp.WaitAsync(Cancellation);
        Assert.Equal(Counted(without), Counted(again));
    }

    [Fact]
    public async Task After_an_erasure_no_file_has_a_byte_of_the_id_and_everyone_else_is_as_before()
    {
        Erasure receipt;
        await using (var workspace = await OpenAsync(_folder.Path))
        {
            await FillAsync(workspace, withAnn: true);
            await workspace.Users.WriteAsync([global::Attune.Catalog.PropertyWrite.Put(Ann.Value, """{"name":"Ann"}""")], Cancellation);
            await workspace.Live.CheckpointAsync(Cancellation);
            var before = await workspace.History.SummariseAsync(Cancellation);
            var neighbor = await workspace.ProfileAsync(ProfileKey.Of(new UserId("u3")), Cancellation);
            Assert.NotEmpty(FilesWith(Ann.Value));

            receipt = await EraseAsync(workspace);

            Assert.Empty(FilesWith(Ann.Value));
            Assert.Equal(Profile.Empty, await workspace.ProfileAsync(ProfileKey.Of(Ann), Cancellation));
            Assert.Equal(neighbor, await workspace.ProfileAsync(ProfileKey.Of(new UserId("u3")), Cancellation));
            Assert.Equal(before.Events - receipt.Found!.HistoryRows, (await workspace.History.SummariseAsync(Cancellation)).Events);
            await SendAsync(workspace, View("later", new UserId("u3"), 1));
        }

        Assert.Empty(FilesWith(Ann.Value));
        await using var again = await OpenAsync(_folder.Path);
        await again.Live.CaughtUp.WaitAsync(Cancellation);
        Assert.Equal(Profile.Empty, await again.ProfileAsync(ProfileKey.Of(Ann), Cancellation));
        Assert.Equal(receipt, await again.Erasures.FindAsync(receipt.Id, Cancellation));
    }

    [Fact]
    public async Task The_receipt_says_what_was_removed_and_does_not_say_whose()
    {
        await using var workspace = await OpenAsync(_folder.Path);
        await FillAsync(workspace, withAnn: true);
        var held = await workspace.History.QueryAsync($"SELECT count(*) FROM events WHERE user_id = '{Ann}'", new(1, TimeSpan.FromMinutes(1)), Cancellation);
        await workspace.StartTraining().Completion;

        var receipt = await EraseAsync(workspace);

        Assert.Equal(ErasureState.Finished, receipt.State);
        Assert.Null(receipt.User);
        Assert.Equal((1, (long)held.Rows[0][0]!, (long)held.Rows[0][0]!), (receipt.Found!.Profiles, receipt.Found.LogRecords, receipt.Found.HistoryRows));
        Assert.True(receipt.Left!.IsEmpty);
        Assert.Equal((2, 1), (receipt.Generation, receipt.GenerationsDeleted));
        Assert.Equal(2, workspace.Shelf.Holder.Number);
        Assert.Equal(64, receipt.Digest!.Length);
        Assert.True((await workspace.Erasures.CheckAsync(receipt.Id, Ann, Cancellation))!.Before!.IsEmpty);
        Assert.False((await workspace.Erasures.CheckAsync(receipt.Id, new UserId("u3"), Cancellation))!.IsUser);
    }

    [Fact]
    public async Task Who_comes_back_under_the_id_is_a_new_user()
    {
        await using var workspace = await OpenAsync(_folder.Path);
        await FillAsync(workspace, withAnn: true);
        var (receipt, job) = await workspace.Erasures.RequestAsync(Ann, Cancellation);
        await SendAsync(workspace, View("back", Ann, 7));
        await job.Completion;

        var profile = await workspace.ProfileAsync(ProfileKey.Of(Ann), Cancellation);
        var check = await workspace.Erasures.CheckAsync(receipt.Id, Ann, Cancellation);

        Assert.Equal(1, profile.Counts[EventType.View.Code]);
        Assert.Equal(1, profile.Recent.Length);
        Assert.True(check!.Before!.IsEmpty);
        Assert.Equal(1, check.Since!.LogRecords);
    }

    [Fact]
    public async Task What_was_merged_into_the_user_is_erased_with_them()
    {
        await using var workspace = await OpenAsync(_folder.Path);
        await FillAsync(workspace, withAnn: true);
        var (session, other) = ("session-4d21aa", new UserId("alias-90b1cc"));
        await SendAsync(workspace, View("before", other, 1) with { User = null, Session = new SessionId(session) });
        await SendAsync(workspace, View("login", Ann, 2) with { Session = new SessionId(session) }, View("other", other, 3));
        await workspace.Merges.MergeAsync(Ann, ProfileKey.Of(other), Cancellation);
        await workspace.Live.CheckpointAsync(Cancellation);
        Assert.NotEmpty(FilesWith(session));

        var receipt = await EraseAsync(workspace);

        Assert.Equal((3, 2), (receipt.Found!.Profiles, receipt.Found.Aliases));
        Assert.Null(receipt.Profiles);
        Assert.Empty(FilesWith(Ann.Value));
        Assert.Empty(FilesWith(other.Value));
        Assert.Empty(FilesWith(session));
    }

    [Theory]
    [InlineData(nameof(IEventLog.EraseAsync))]
    [InlineData("History")]
    [InlineData("Checkpoint")]
    [InlineData("Scrub")]
    public async Task What_a_crash_interrupts_goes_on_at_the_next_start(string step)
    {
        string id;
        await using (var workspace = await OpenAsync(_folder.Path, ports => StoppingPorts.Of(ports, step)))
        {
            await FillAsync(workspace, withAnn: true);
            var (receipt, job) = await workspace.Erasures.RequestAsync(Ann, Cancellation);
            Assert.Equal(JobState.Failed, (await job.Completion).State);
            Assert.NotEqual(ErasureState.Finished, (await workspace.Erasures.FindAsync(receipt.Id, Cancellation))!.State);
            id = receipt.Id;
        }

        await using var again = await OpenAsync(_folder.Path);
        await EndedAsync(again);

        var finished = await again.Erasures.FindAsync(id, Cancellation);
        Assert.Equal(ErasureState.Finished, finished!.State);
        Assert.True(finished.Found!.LogRecords > 300, $"{finished.Found}");
        Assert.Empty(FilesWith(Ann.Value));
    }

    static async Task<Erasure> EraseAsync(Workspace workspace)
    {
        var (receipt, job) = await workspace.Erasures.RequestAsync(Ann, Cancellation);
        var ended = await job.Completion.WaitAsync(Cancellation);
        Assert.True(ended.State == JobState.Done, ended.Outcome);
        return (await workspace.Erasures.FindAsync(receipt.Id, Cancellation))!;
    }

    static async Task EndedAsync(Workspace workspace)
    {
        foreach (var status in workspace.Jobs.List().Where(status => status.Kind == UserErasures.Kind))
        {
            Assert.True(workspace.Jobs.TryFind(status.Id, out var job));
            var ended = await job.Completion.WaitAsync(Cancellation);
            Assert.True(ended.State == JobState.Done, ended.Outcome);
        }
    }

    // Everything the overlay holds, but for the places of the log, which differ where an event was never sent.
    static string Counted(Workspace workspace)
    {
        var held = workspace.Live.Overlay.Snapshot();
        // When items were first known depends on when somebody asked, not on whose events there were.
        var parts = OverlayCodec.Encode(held with { Applied = new long[held.Applied.Length], Removals = 0, Outcomes = held.Outcomes with { Births = [] } });
        return string.Join(' ', parts.Select(Convert.ToHexString));
    }

    IReadOnlyList<string> FilesWith(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => Content(file).AsSpan().IndexOf(bytes) >= 0)];
    }

    static byte[] Content(string file)
    {
        // The files are open for writing, and some held by a lock.
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException) when (Path.GetFileName(file) == "lock")
        {
            return [];
        }
    }

    string PathOf(string name) => Path.Combine(_folder.Path, name);

    public void Dispose() => _folder.Dispose();
}
