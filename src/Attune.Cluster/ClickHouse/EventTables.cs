namespace Attune.Cluster.ClickHouse;

/// <summary>The tables of one workspace: their names, and the statements that make them.</summary>
/// <remarks><code>
/// events           what people ask: a view with the columns that every history has
/// event_rows       the rows: by month and place in the log, ordered by user
/// archived         up to where each partition is archived, written after its rows
/// event_rows_local, archived_local     on a cluster, each server's own part of the two
/// </code>
/// Rows begin with the number that <see cref="History.UserSample"/> gives the profile: a share of the users is then one stretch of
/// every file, and reading a tenth of them reads a tenth. Empty text stands for none, since a key may not be NULL.
/// </remarks>
sealed class EventTables(string workspace, ClickHouseSettings settings)
{
    // Of a partition of the log so many rows share a directory: what asks by offset opens only the directories it lies in.
    const long OffsetsTogether = 1L << 25;

    const string RowColumns = """
        log_partition Int32, log_offset Int64, event_id String, type String, profile String, profile_hash UInt32, session_id String,
        item_id String, happened_micros Int64, accepted_micros Int64, value Nullable(Float64), recommendation_id String, context String
        """;

    /// <summary>The database.</summary>
    public string Database { get; } = settings.DatabasePrefix + workspace;

    /// <summary>The rows of all servers.</summary>
    public string Rows => Table("event_rows");

    /// <summary>The marks of all servers.</summary>
    public string Marks => Table("archived");

    /// <summary>The rows of one server: what <c>ALTER</c> and <c>OPTIMIZE</c> are told.</summary>
    public string LocalRows => IsCluster ? Table("event_rows_local") : Rows;

    /// <summary>Said after a name in statements that make or change tables.</summary>
    public string OnCluster => IsCluster && settings.ClusterDdl ? $" ON CLUSTER {SqlText.Name(settings.ClusterName)}" : "";

    /// <summary>Inserts rows; the order of <see cref="EventRows"/>.</summary>
    public string Insert => $"INSERT INTO {Rows} (log_partition, log_offset, event_id, type, profile, profile_hash, session_id, item_id, happened_micros, accepted_micros, value, recommendation_id, context) FORMAT RowBinary";

    /// <summary>Inserts marks: partition and next offset.</summary>
    public string InsertMarks => $"INSERT INTO {Marks} (log_partition, next_offset) FORMAT RowBinary";

    /// <summary>The server's own table of a name, on all servers where there are several.</summary>
    public string System(string name) => IsCluster ? $"cluster({SqlText.Text(settings.ClusterName)}, system.{name})" : $"system.{name}";

    /// <summary>The directories of a row: what <c>OPTIMIZE … PARTITION</c> is told.</summary>
    public static string Month => "toYYYYMM(toDateTime(intDiv(happened_micros, 1000000), 'UTC'))";

    /// <summary>Which stretch of the log a row is of: the second part of its directory.</summary>
    public static string Stretch => $"intDiv(log_offset, {OffsetsTogether})";

    /// <summary>True where rows are spread over the servers of a cluster.</summary>
    public bool IsCluster => settings.ClusterName.Length > 0;

    /// <summary>What a server of a cluster has, once all is made.</summary>
    public static IReadOnlyList<string> Names { get; } = ["event_rows_local", "event_rows", "archived_local", "archived", "events"];

    /// <summary>Makes what is missing; each may be run again.</summary>
    public IEnumerable<string> Create(ClickHouseEngine engine)
    {
        yield return $"CREATE DATABASE IF NOT EXISTS {SqlText.Name(Database)}{OnCluster}";
        var kept = $"old_parts_lifetime = {(long)settings.OldFilesTime.TotalSeconds}"
            + (engine.Syncs ? ", fsync_after_insert = 1, fsync_part_directory = 1" : "");
        foreach (var statement in Create(
            "event_rows", RowColumns, "", $"PARTITION BY ({Month}, {Stretch}) ORDER BY (profile_hash, profile, happened_micros, log_partition, log_offset) SETTINGS {kept}", "profile_hash"))
        {
            yield return statement;
        }

        foreach (var statement in Create(
            "archived", "log_partition Int32, next_offset Int64", "next_offset", $"ORDER BY log_partition SETTINGS {kept}", "log_partition"))
        {
            yield return statement;
        }

        yield return $"CREATE VIEW IF NOT EXISTS {Table("events")}{OnCluster} AS SELECT {PeoplesColumns(engine)} FROM {Rows}";
    }

    IEnumerable<string> Create(string name, string columns, string version, string order, string shardBy)
    {
        var local = IsCluster ? name + "_local" : name;
        string[] engine = settings.Replicated
            ? [$"'/clickhouse/tables/{{shard}}/{Database}/{local}'", "'{replica}'", version]
            : [version];
        var arguments = string.Join(", ", engine.Where(argument => argument.Length > 0));
        yield return $"CREATE TABLE IF NOT EXISTS {Table(local)}{OnCluster} ({columns}) ENGINE = {(settings.Replicated ? "Replicated" : "")}ReplacingMergeTree({arguments}) {order}";
        if (IsCluster)
        {
            yield return $"CREATE TABLE IF NOT EXISTS {Table(name)}{OnCluster} ({columns}) ENGINE = Distributed({SqlText.Name(settings.ClusterName)}, {SqlText.Name(Database)}, {local}, {shardBy})";
        }
    }

    static string PeoplesColumns(ClickHouseEngine engine)
    {
        return $"""
            log_partition, log_offset, event_id, type,
            if(startsWith(profile, 'u:'), substring(profile, 3), NULL) AS user_id, nullIf(session_id, '') AS session_id, nullIf(item_id, '') AS item_id,
            {Instant("happened")} AS happened_at, {Instant("accepted")} AS accepted_at,
            value, nullIf(recommendation_id, '') AS recommendation_id, nullIf(context, '') AS context
            """;

        string Instant(string which) => engine.ShowsMicros
            ? $"fromUnixTimestamp64Micro({which}_micros, 'UTC')"
            : $"toDateTime(intDiv({which}_micros, 1000000), 'UTC')";
    }

    string Table(string name) => $"{SqlText.Name(Database)}.{name}";
}
