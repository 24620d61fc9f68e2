using Attune.Cluster.Postgres;

namespace Attune.Cluster.Tests.Postgres;

public sealed class PostgresSettingsTests
{
    [Fact]
    public void The_defaults_have_no_fault() => Assert.Empty(new PostgresSettings().Faults());

    [Fact]
    public void Every_bad_setting_is_named_with_its_limit_and_no_password_is_shown()
    {
        var faults = new PostgresSettings
        {
            ConnectionString = "Username=a;Password=hush",
            ReadConnectionString = "Hots=a;Password=hush",
            SchemaPrefix = "A\"; --",
            MaxConnections = 1,
            ConnectTimeout = TimeSpan.Zero,
            CommandTimeout = TimeSpan.FromDays(1),
            Retries = -1,
        }.Faults();

        Assert.Equal(
            ["connectionString", "readConnectionString", "schemaPrefix", "maxConnections", "connectTimeout", "commandTimeout", "retries"],
            faults.Select(fault => fault.Split(' ')[0].Split('.')[1]));
        Assert.DoesNotContain("hush", string.Join(' ', faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("a\"b")]
    public void A_workspace_that_cannot_be_a_schema_is_refused(string workspace) =>
        Assert.Throws<ArgumentException>(() => SchemaName.Of(workspace, new PostgresSettings()));
}
