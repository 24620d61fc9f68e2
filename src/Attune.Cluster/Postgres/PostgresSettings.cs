using Attune.Operating;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Where the catalog's PostgreSQL is, and how it is talked to.</summary>
public sealed record PostgresSettings
{
    /// <summary>The primary, as Npgsql writes it: <c>Host=db1,db2;Username=attune;Password=…;Database=attune</c>. Of several hosts the one that takes writes is found.</summary>
    public string ConnectionString { get; init; } = "Host=127.0.0.1;Username=attune;Database=attune";

    /// <summary>Read replicas, written likewise; null, the default, for none. What is read there is in <see cref="PostgresCatalogStore"/>.</summary>
    public string? ReadConnectionString { get; init; }

    /// <summary>What the name of a workspace's schema begins with: 1 to 20 of a-z, 0-9 and _, a letter first; default <c>attune_</c>.</summary>
    public string SchemaPrefix { get; init; } = "attune_";

    /// <summary>Most connections of one workspace on one node, besides the watcher's and one for each duty held. 2 to 1 000; default 16.</summary>
    public int MaxConnections { get; init; } = 16;

    /// <summary>How long connecting may take. 1 second to 1 minute; default 5 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement, or one wait for its next rows, may take. 1 second to 10 minutes; default 30 seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long making deleted data unreadable may take, a table. 1 second to 1 day; default 10 minutes.</summary>
    public TimeSpan ScrubTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a call is tried again that met a passing fault. 0 to 10; default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>For how long calls are refused at once after the server was found away. 500 milliseconds to 1 minute; default 2 seconds.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often changes of other nodes are looked for, besides being told of them. 100 milliseconds to 1 minute; default 1 second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long changes are kept for nodes that were cut off; one that was away for longer reads everything again. 1 minute to 365 days; default 1 day.</summary>
    public TimeSpan ChangesKept { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How often the connection of a duty is asked whether it lives, and how long it may take to answer. 100 milliseconds to 1 minute; default 2 seconds.</summary>
    public TimeSpan DutyHeartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Files of generations kept on this machine, those asked for last. 2 to 100; default 3.</summary>
    public int CachedGenerations { get; init; } = 3;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("postgres")
        .Must(Fault(ConnectionString) is null, nameof(ConnectionString), $"no connection string: {Fault(ConnectionString)}")
        .Must(ReadConnectionString is null || Fault(ReadConnectionString) is null, nameof(ReadConnectionString), $"no connection string: {Fault(ReadConnectionString ?? "")}")
        .Must(SchemaName.IsPrefix(SchemaPrefix), nameof(SchemaPrefix), $"'{SchemaPrefix}'; it must be 1 to 20 of a-z, 0-9 and _, a letter first.")
        .Within(MaxConnections, 2, 1_000)
        .Within(ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        .Within(CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .Within(ScrubTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Within(Retries, 0, 10)
        .Within(BreakFor, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1))
        .Within(PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Within(ChangesKept, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365))
        .Within(DutyHeartbeat, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Within(CachedGenerations, 2, 100)
        .Found;

    // The fault's own words only: the string holds a password.
    static string? Fault(string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrWhiteSpace(parsed.Host) ? "it names no Host." : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            return fault is KeyNotFoundException ? "it has a word that Npgsql does not know." : "it has a word or a value that Npgsql does not know.";
        }
    }
}
