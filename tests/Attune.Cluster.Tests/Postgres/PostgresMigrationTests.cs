using Attune.Catalog;
using Attune.Cluster.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Cluster.Tests.Postgres;

public sealed class PostgresMigrationTests(PostgresTestServer server)
{
    static readonly Migration Next = new(Migration.All.Count + 1, "9998-next.sql", "-- compatible: yes\nALTER TABLE items ADD COLUMN more text; CREATE TABLE extra (n int);");
    static readonly Migration Breaking = new(Migration.All.Count + 1, "9999-breaking.sql", "-- compatible: no\nALTER TABLE documents RENAME TO papers;");

    readonly string _workspace = server.NewWorkspace();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Migrations_are_numbered_from_one_without_gaps_and_say_whether_they_are_compatible()
    {
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Number));
        Assert.All(Migration.All, migration => Assert.True(migration.Compatible || migration.Number > 1));
    }

    [Fact]
    public async Task Nodes_that_open_a_new_workspace_at_once_take_turns_and_each_step_is_done_once()
    {
        var settings = await server.SettingsAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(async node => await server.OpenAsync(_workspace, settings, $"{node}")));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        Assert.Equal(Migration.All.Count, await PostgresTestServer.AskAsync<long>(settings, $"SELECT count(*) FROM \"attune_{_workspace}\".migrations"));
    }

    [Fact]
    public async Task The_version_before_goes_on_working_on_a_newer_schema_that_is_compatible()
    {
        await using var before = await OpenAsync(Migration.All);
        await using var after = await OpenAsync([.. Migration.All, Next]);
        await using var opened = await OpenAsync(Migration.All);
        foreach (var store in (PostgresCatalogStore[])[before, after, opened])
        {
            await store.WriteAsync(PropertyOwner.Item, [new("a", "{}", new(1)), new("b", null, new(1))], Cancellation);
            await store.WriteDocumentAsync("k", "n", "{}", Cancellation);
            await store.AssignOrdinalsAsync([new("a")], 0, Cancellation);
            Assert.NotNull(await store.FindAsync(PropertyOwner.Item, "a", Cancellation));
            Assert.Equal("{}", await store.ReadDocumentAsync("k", "n", Cancellation));
            Assert.Empty(await store.ListGenerationsAsync(Cancellation));
            Assert.Equal([new("a")], await store.LoadOrdinalsAsync(0, Cancellation));
        }
    }

    [Fact]
    public async Task A_newer_schema_that_is_not_compatible_is_refused_by_name()
    {
        await using (await OpenAsync([.. Migration.All, Breaking]))
        {
        }

        var fault = await Assert.ThrowsAsync<PostgresSchemaException>(() => OpenAsync(Migration.All));

        Assert.Contains(Breaking.Name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_was_changed_after_its_release_is_refused_and_one_that_fails_leaves_nothing()
    {
        await using (await OpenAsync([.. Migration.All, Next]))
        {
        }

        var changed = Next with { Sql = Next.Sql + " " };
        var fault = await Assert.ThrowsAsync<PostgresSchemaException>(() => OpenAsync([.. Migration.All, changed]));
        Assert.Contains(changed.Checksum, fault.Message, StringComparison.Ordinal);

        var failing = new Migration(Next.Number + 1, "failing.sql", "-- compatible: yes\nCREATE TABLE half (n int); SELECT 1 / 0;");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => OpenAsync([.. Migration.All, Next, failing]));
        Assert.Equal(0L, await PostgresTestServer.AskAsync<long>(await server.SettingsAsync(), $"SELECT count(*) FROM pg_tables WHERE schemaname = 'attune_{_workspace}' AND tablename = 'half'"));
    }

    async Task<PostgresCatalogStore> OpenAsync(IReadOnlyList<Migration> known) => await PostgresCatalogStore.OpenAsync(
        _workspace, await server.SettingsAsync(), Path.Combine(server.Folder.FullName, "cache", _workspace, Guid.NewGuid().ToString()), TimeProvider.System, NullLoggerFactory.Instance, known, Cancellation);
}
