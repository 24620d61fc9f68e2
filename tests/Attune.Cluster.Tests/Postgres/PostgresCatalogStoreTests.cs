using Attune.Catalog;
using Attune.Embedded.Tests.Catalog;

namespace Attune.Cluster.Tests.Postgres;

/// <summary>What every catalog store does, asked of PostgreSQL.</summary>
public sealed class PostgresCatalogStoreTests(PostgresTestServer server) : CatalogStoreBehavior
{
    readonly string _workspace = server.NewWorkspace();

    protected override async ValueTask<ICatalogStore> OpenAsync() => await server.OpenAsync(_workspace, await server.SettingsAsync());
}
