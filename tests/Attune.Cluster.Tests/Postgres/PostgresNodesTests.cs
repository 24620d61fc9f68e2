using Attune.Catalog;
using Attune.Cluster.Postgres;
using Attune.Events;

namespace Attune.Cluster.Tests.Postgres;

/// <summary>Two stores over one schema, as two nodes have them.</summary>
public sealed class PostgresNodesTests(PostgresTestServer server)
{
    readonly string _workspace = server.NewWorkspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ordinals_given_to_many_at_once_are_the_same_on_every_node_and_have_no_gaps()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");

        var given = await Task.WhenAll(Enumerable.Range(0, 16).Select(task => Task.Run(
            async () =>
            {
                var (store, known, random) = (task % 2 == 0 ? a : b, new List<ItemId>(), new Random(task));
                for (var round = 0; round < 10; round++)
                {
                    var ids = Enumerable.Range(0, 20).Select(_ => new ItemId($"item-{random.Next(500)}")).ToArray();
                    known.AddRange(await store.AssignOrdinalsAsync(ids, known.Count, Cancellation));
                    Assert.Empty(ids.Except(known));
                }

                return known;
            },
            Cancellation)));

        var all = await a.LoadOrdinalsAsync(0, Cancellation);
        Assert.Equal(all, await b.LoadOrdinalsAsync(0, Cancellation));
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(given, known => Assert.Equal(all.Take(known.Count), known));
        Assert.Equal(all.Count - 1, await PostgresTestServer.AskAsync<int>(settings, $"SELECT max(ordinal) FROM \"attune_{_workspace}\".ordinals"));
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_takes_no_ordinal_and_an_ordinal_is_logged_before_it_is_given()
    {
        var settings = await server.SettingsAsync();
        await using var store = await server.OpenAsync(_workspace, settings);
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AssignOrdinalsAsync([new("lost")], 0, ended.Token));

        Assert.Equal([new("kept")], await store.AssignOrdinalsAsync([new("kept")], 0, Cancellation));
        Assert.Equal(0L, await PostgresTestServer.AskAsync<long>(settings, "SELECT count(*) FROM pg_class WHERE relpersistence = 'u'"));
    }

    [Fact]
    public async Task Whoever_knows_more_ordinals_than_the_store_is_told_both_numbers_and_changes_nothing()
    {
        await using var store = await server.OpenAsync(_workspace, await server.SettingsAsync());
        await store.AssignOrdinalsAsync([new("a")], 0, Cancellation);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AssignOrdinalsAsync([new("b")], 7, Cancellation));

        Assert.Contains("knows 7 ordinals and the store has given 1", fault.Message, StringComparison.Ordinal);
        Assert.Equal([new("a")], await store.LoadOrdinalsAsync(0, Cancellation));
    }

    [Fact]
    public async Task A_node_is_told_what_others_wrote_in_order_and_not_what_it_wrote()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await a.WriteDocumentAsync("before", "watching", "{}", Cancellation);
        await using var watching = await Watching.BeginAsync(b, Cancellation);

        await a.WriteAsync(PropertyOwner.Item, [Record("x"), Record("y")], Cancellation);
        await b.WriteAsync(PropertyOwner.Item, [Record("own")], Cancellation);
        await a.WriteDocumentAsync("key", "k/1", "{}", Cancellation);
        await b.WriteDocumentAsync("key", "own", "{}", Cancellation);
        await a.SaveGenerationAsync(Generations.Manifest(3), (stream, cancel) => stream.WriteAsync(new byte[10], cancel), Cancellation);
        await a.WriteAsync(PropertyOwner.User, [new PropertyRecord("u", null, new EventTime(1))], Cancellation);
        await a.DeleteGenerationAsync(3, Cancellation);

        Assert.Equal(
            [
                new(CatalogChangeKind.Item, "x"), new(CatalogChangeKind.Item, "y"), new(CatalogChangeKind.Document, "key/k/1"),
                new(CatalogChangeKind.Generation, "3"), new(CatalogChangeKind.User, "u"), new CatalogChange(CatalogChangeKind.Generation, "3"),
            ],
            await watching.NextAsync(6));
    }

    [Fact]
    public async Task A_watcher_whose_connection_is_cut_again_and_again_misses_nothing()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await using var watching = await Watching.BeginAsync(b, Cancellation);
        var told = watching.NextAsync(60);
        for (var n = 0; n < 60; n++)
        {
            await a.WriteDocumentAsync("n", $"{n}", "{}", Cancellation);
            if (n % 10 == 5)
            {
                await CutAsync(settings, PostgresServer.Apart);
            }
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(n => $"n/{n}"), (await told).Select(change => change.Name));
    }

    [Fact]
    public async Task A_node_further_behind_than_changes_are_kept_is_told_to_read_everything()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await using var watching = await Watching.BeginAsync(b, Cancellation);
        for (var n = 0; n < 3; n++)
        {
            await a.WriteDocumentAsync("n", $"{n}", "{}", Cancellation);
        }

        Assert.Equal(0, await a.Feed.TrimAsync(settings.ChangesKept, Cancellation));
        Assert.Equal(3, await a.Feed.TrimAsync(TimeSpan.Zero, Cancellation));
        Assert.Equal(CatalogChangeKind.Everything, Assert.Single(await watching.NextAsync(1)).Kind);

        await a.WriteDocumentAsync("n", "4", "{}", Cancellation);
        Assert.Equal("n/4", Assert.Single(await watching.NextAsync(1)).Name);
    }

    [Fact]
    public async Task A_server_that_lost_what_it_had_committed_is_noticed()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await using var watching = await Watching.BeginAsync(b, Cancellation);
        await a.WriteDocumentAsync("n", "seen", "{}", Cancellation);
        await a.WriteDocumentAsync("n", "lost", "{}", Cancellation);
        Assert.Equal(2, (await watching.NextAsync(2)).Count);

        // As after a fail-over to a replica that was one change behind, and has had another since.
        await PostgresTestServer.AskAsync<long>(settings, $"""
            SET search_path = "attune_{_workspace}";
            DELETE FROM changes WHERE number = 2; UPDATE head SET change = 1;
            """ + "SELECT 1::bigint");
        await a.WriteDocumentAsync("n", "another", "{}", Cancellation);

        Assert.Equal(CatalogChangeKind.Everything, Assert.Single(await watching.NextAsync(1)).Kind);
    }

    [Fact]
    public async Task One_node_at_a_time_has_a_duty_and_who_loses_the_connection_loses_it()
    {
        var settings = await server.SettingsAsync() with { DutyHeartbeat = TimeSpan.FromMilliseconds(200) };
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await using var first = await a.TryTakeAsync("training", Cancellation);
        Assert.NotNull(first);
        Assert.Null(await b.TryTakeAsync("training", Cancellation));
        await using var other = await b.TryTakeAsync("another", Cancellation);
        Assert.NotNull(other);
        await other.DisposeAsync();

        var lost = new TaskCompletionSource();
        using var told = first.Lost.Register(lost.SetResult);
        await CutAsync(settings, PostgresServer.Apart);
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        var second = await b.TryTakeAsync("training", Cancellation);
        Assert.NotNull(second);
        Assert.Null(await a.TryTakeAsync("training", Cancellation));
        await second.DisposeAsync();
        await using var third = await a.TryTakeAsync("training", Cancellation);
        Assert.NotNull(third);
        Assert.False(third.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_batch_of_ten_thousand_is_written_and_told_whole()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        await using var watching = await Watching.BeginAsync(b, Cancellation);
        var records = Enumerable.Range(0, 10_000).Select(n => Record($"item-{n:00000}")).ToArray();
        await TimedAsync("10 000 ordinals given", async () => await a.AssignOrdinalsAsync([.. records.Select(record => new ItemId(record.Id))], 0, Cancellation));
        await TimedAsync("10 000 records written", async () => await a.WriteAsync(PropertyOwner.Item, records, Cancellation));
        await TimedAsync("10 000 changes told", async () =>
            Assert.Equal(records.Select(record => record.Id), (await watching.NextAsync(10_000)).Select(change => change.Name)));
        await TimedAsync("10 000 records written over", async () => await a.WriteAsync(PropertyOwner.Item, records, Cancellation));
        await TimedAsync("10 000 records read", async () =>
            Assert.Equal(10_000, await b.LoadAsync(PropertyOwner.Item, Cancellation).CountAsync(Cancellation)));
        await TimedAsync("100 records written one by one", async () =>
        {
            for (var n = 0; n < 100; n++)
            {
                await a.WriteAsync(PropertyOwner.Item, [records[n]], Cancellation);
            }
        });
    }

    [Fact]
    public async Task What_was_erased_is_in_no_file_of_the_tables_after_scrubbing()
    {
        var settings = await server.SettingsAsync();
        await using var store = await server.OpenAsync(_workspace, settings);
        var secret = $"secret-of-{_workspace}-end";
        await store.WriteAsync(PropertyOwner.User, [new(secret, $$"""{"t":"{{secret}}"}""", new EventTime(1)), Record("stays")], Cancellation);
        await store.WriteDocumentAsync("blocks", secret, "{}", Cancellation);
        await store.WriteAsync(PropertyOwner.User, [new(secret, null, new EventTime(1))], Cancellation);
        await store.WriteDocumentAsync("blocks", secret, null, Cancellation);

        await store.ScrubAsync(Cancellation);

        Assert.NotNull(await store.FindAsync(PropertyOwner.User, "stays", Cancellation));
        var files = Directory.EnumerateFiles(Path.Combine(server.Folder.FullName, "server", "data", "base"), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(files, file => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) >= 0);
    }

    [Fact]
    public async Task A_generation_of_a_hundred_megabytes_is_saved_here_and_fetched_there_a_piece_at_a_time()
    {
        var settings = await server.SettingsAsync();
        await using var a = await server.OpenAsync(_workspace, settings, "a");
        await using var b = await server.OpenAsync(_workspace, settings, "b");
        var piece = new byte[1 << 20];
        new Random(1).NextBytes(piece);
        await TimedAsync("100 MB saved", async () => await a.SaveGenerationAsync(
            Generations.Manifest(1),
            async (stream, cancel) =>
            {
                for (var n = 0; n < 100; n++)
                {
                    await stream.WriteAsync(piece, cancel);
                }
            },
            Cancellation));
        var path = "";
        await TimedAsync("100 MB fetched", async () => path = await b.LocateGenerationAsync(1, Cancellation));
        Assert.Equal(100 << 20, new FileInfo(path).Length);
    }

    static async Task TimedAsync(string what, Func<Task> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        await work();
        TestContext.Current.SendDiagnosticMessage($"{what}: {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    Task<long> CutAsync(PostgresSettings settings, string ending) => PostgresTestServer.AskAsync<long>(
        settings, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'attune_{_workspace}{ending}'");

    static PropertyRecord Record(string id) => new(id, """{"n":1}""", new EventTime(1_700_000_000_123_456));
}
