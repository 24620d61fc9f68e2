using Attune.Cluster.ClickHouse;

namespace Attune.Cluster.Tests.ClickHouse;

public sealed class EventTablesTests
{
    static readonly ClickHouseEngine Current = new("26.7.2.1", "UTC", new HashSet<string> { "fromUnixTimestamp64Micro", "fsync_after_insert", "fsync_part_directory" });

    [Fact]
    public void On_a_cluster_each_server_has_its_own_part_and_a_table_over_all_of_them()
    {
        var tables = new EventTables("shop", new ClickHouseSettings { ClusterName = "big", Replicated = true });
        var made = tables.Create(Current).ToList();

        Assert.Equal("CREATE DATABASE IF NOT EXISTS `attune_shop` ON CLUSTER `big`", made[0]);
        Assert.StartsWith("CREATE TABLE IF NOT EXISTS `attune_shop`.event_rows_local ON CLUSTER `big` (", made[1], StringComparison.Ordinal);
        Assert.Contains("ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/attune_shop/event_rows_local', '{replica}')", made[1], StringComparison.Ordinal);
        Assert.EndsWith("ENGINE = Distributed(`big`, `attune_shop`, event_rows_local, profile_hash)", made[2], StringComparison.Ordinal);
        Assert.Contains("ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/attune_shop/archived_local', '{replica}', next_offset)", made[3], StringComparison.Ordinal);
        Assert.EndsWith("ENGINE = Distributed(`big`, `attune_shop`, archived_local, log_partition)", made[4], StringComparison.Ordinal);
        Assert.StartsWith("CREATE VIEW IF NOT EXISTS `attune_shop`.events ON CLUSTER `big` AS SELECT ", made[5], StringComparison.Ordinal);
        Assert.All(made, statement => Assert.DoesNotContain("TTL", statement, StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_can_has_rows_on_its_disk_before_it_answers()
    {
        var tables = new EventTables("shop", new ClickHouseSettings());

        Assert.Contains("fsync_after_insert = 1", tables.Create(Current).ElementAt(1), StringComparison.Ordinal);
        Assert.DoesNotContain("fsync", tables.Create(Current with { Features = new HashSet<string>() }).ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_texts_are_written_so_that_nothing_in_them_is_read_as_SQL()
    {
        Assert.Equal("`a\\`b\\\\`", SqlText.Name("a`b\\"));
        Assert.Equal("'it\\'s \\\\ '", SqlText.Text("it's \\ "));
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused_by_name_all_at_once()
    {
        Assert.Empty(new ClickHouseSettings().Faults());
        var faults = new ClickHouseSettings { Url = "ftp://x", DatabasePrefix = "1;", Retries = 11, BreakAfter = 1, Replicated = true }.Faults();

        Assert.Equal(
            ["clickHouse.url", "clickHouse.databasePrefix", "clickHouse.replicated", "clickHouse.retries", "clickHouse.breakAfter"],
            faults.Select(fault => fault.Split(' ')[0]));
    }
}
