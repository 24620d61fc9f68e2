using System.Text;
using Attune.Load;
using Attune.Server.Tests.Crash;
using Attune.Server.Tests.Verbs;

namespace Attune.Server.Tests.Moving;

public sealed class BackupTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_taken_under_traffic_has_what_was_acknowledged_before_and_takes_all_that_came_later_once()
    {
        var (ledger, shell) = (new EventLedger(11, users: 100, items: 2_000), new Shell(_folder.Path));
        var known = new List<LedgerEvent>();
        await using (var server = await ServerProcess.StartAsync(ServerProcess.Executable, In("shop"), Cancellation))
        {
            for (var batch = 0; batch < 5; batch++)
            {
                known.AddRange(await SendAsync(server, ledger));
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var sending = Task.Run(
                async () =>
                {
                    while (!ended.IsCancellationRequested)
                    {
                        await SendAsync(server, ledger);
                    }
                },
                Cancellation);
            var said = await shell.RunAsync("backup", "--data", "shop", "--to", "kept/monday", "--json");
            await ended.CancelAsync();
            await sending;
            Assert.Equal("default", said.Ends(0).Json.GetProperty("workspaces")[0].GetString());
        }

        var restored = (await shell.RunAsync("restore", "--from", "kept/monday", "--to", "again", "--json")).Ends(0).Json;
        Assert.InRange(restored.GetProperty("bytes").GetInt64(), 1, long.MaxValue);

        await using var again = await ServerProcess.StartAsync(ServerProcess.Executable, In("again"), Cancellation);
        await again.CaughtUpAsync(Cancellation);
        var rows = await again.PostAsync("v1/query", """{"sql":"select event_id from events", "rows": 10000}""", Cancellation);
        Assert.Subset(rows.GetProperty("rows").EnumerateArray().Select(row => row[0].GetString()!).ToHashSet(), known.Select(sent => sent.Id).ToHashSet());

        // Senders that keep what they sent send it again: what is in is recognised.
        foreach (var batch in ledger.Events.Chunk(500))
        {
            await again.PostAsync("v1/events", EventLedger.Json(batch), Cancellation);
        }

        await again.CaughtUpAsync(Cancellation);
        await LedgerComparison.EachOnceAsync(again, ledger, Cancellation);
    }

    [Fact]
    public async Task A_backup_that_is_not_whole_or_not_sound_is_refused_and_nothing_is_written_over()
    {
        var shell = new Shell(_folder.Path);
        await MovedShop.FillAsync(In("shop"));
        _folder.Write("shop/attune.json", """{ "log": { "segmentBytes": 1048576 } }""");

        (await shell.RunAsync("backup", "--data", "none", "--to", "kept")).Ends(2, "none", "is no data directory");
        (await shell.RunAsync("backup", "--data", "shop", "--to", "shop/workspaces/kept")).Ends(2, "--to", "among the workspaces");
        (await shell.RunAsync("backup", "--data", "shop", "--to", "kept", "--workspace", "other")).Ends(2, "--workspace is 'other'");
        (await shell.RunAsync("backup", "--data", "shop", "--to", "kept")).Ends(0, "of default", "attune restore --from");
        (await shell.RunAsync("backup", "--data", "shop", "--to", "kept")).Ends(2, "--to", "is there already");

        (await shell.RunAsync("restore", "--from", "kept", "--to", "shop")).Ends(2, "--to", "is there already");
        (await shell.RunAsync("restore", "--from", "kept", "--to", "whole")).Ends(0, "attune serve");
        Assert.Equal(await MovedShop.ListsAsync(In("shop")), await MovedShop.ListsAsync(In("whole")));
        Assert.Equal(File.ReadAllText(In("shop/attune.json")), File.ReadAllText(In("whole/attune.json")));

        var segment = Directory.GetFiles(In("kept/workspaces/default/log"))[0];
        await using (var file = new FileStream(segment, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 2;
            file.Write("other"u8);
        }

        (await shell.RunAsync("restore", "--from", "kept", "--to", "damaged")).Ends(1, Path.GetFileName(segment), "SHA-256", "restore another");
        File.Delete(segment);
        (await shell.RunAsync("restore", "--from", "kept", "--to", "damaged")).Ends(1, Path.GetFileName(segment), "is missing");
        foreach (var astray in (string[])["../outside", "/outside", "log/../../outside", ""])
        {
            _folder.Write("kept/backup.json", $$"""{ "version": 1, "files": [ { "path": "{{astray}}", "bytes": 1, "sha256": "" } ] }""");
            (await shell.RunAsync("restore", "--from", "kept", "--to", "damaged")).Ends(2, $"'{astray}'", "none below the backup");
        }

        File.Delete(In("kept/backup.json"));
        (await shell.RunAsync("restore", "--from", "kept", "--to", "damaged")).Ends(2, "no whole backup", "backup.json");
        Assert.False(Directory.Exists(In("damaged")));
        Assert.False(Directory.Exists(In("damaged.unfinished")));
    }

    static async Task<List<LedgerEvent>> SendAsync(ServerProcess server, EventLedger ledger)
    {
        var batch = ledger.Take(40);
        using var body = new StringContent(EventLedger.Json(batch), Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync("v1/events", body, Cancellation);
        answer.EnsureSuccessStatusCode();
        return batch;
    }

    string In(string name) => Path.Combine(_folder.Path, name);
}
