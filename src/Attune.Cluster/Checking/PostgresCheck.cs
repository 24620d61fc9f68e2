using System.Globalization;
using Attune.Cluster.Postgres;
using Attune.Operating.Checking;
using Npgsql;

namespace Attune.Cluster.Checking;

/// <summary>PostgreSQL: there, let in, allowed, up to date, on the disk, in step.</summary>
public sealed class PostgresCheck(PostgresSettings settings, IReadOnlyList<string> workspaces, TimeProvider clock) : ICheck
{
    const string Facts = """
        SELECT current_setting('server_version'), pg_is_in_recovery(), has_database_privilege(current_database(), 'CREATE'),
            current_setting('fsync'), current_setting('synchronous_commit'), extract(epoch FROM clock_timestamp())::float8,
            (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8 FROM pg_stat_activity WHERE pid <> pg_backend_pid()),
            (SELECT coalesce(max(extract(epoch FROM replay_lag)), 0)::float8 FROM pg_stat_replication), (SELECT count(*) FROM pg_stat_replication)
        """;

    /// <inheritdoc/>
    public string About => "postgres";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        var where = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, Timeout = (int)Math.Ceiling(settings.ConnectTimeout.TotalSeconds) };
        await using var source = NpgsqlDataSource.Create(where.ConnectionString);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await FactsAsync(connection, findings, cancellation);
            foreach (var workspace in workspaces)
            {
                await MigrationsAsync(connection, SchemaName.Of(workspace, settings), findings, cancellation);
            }
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            findings.Fail($"{where.Host} does not let {where.Username} in: {refused.MessageText}", "Nothing can be read or written.", "Set user and password in cluster.postgres.connectionString, and pg_hba.conf at the server.");
        }
        catch (NpgsqlException away)
        {
            findings.Fail($"{where.Host}:{where.Port} does not answer: {away.Message}", "Items, keys and generations cannot be written; nodes that run go on with what they know.", "Start it, or mend the way to it.");
        }

        return findings.All;
    }

    async ValueTask FactsAsync(NpgsqlConnection connection, Findings findings, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Facts, connection);
        var began = clock.GetTimestamp();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var took = clock.GetElapsedTime(began);
        findings.Good($"PostgreSQL {reader.GetString(0)} answers in {took.TotalMilliseconds:0.0} ms.");
        if (reader.GetBoolean(1))
        {
            findings.Fail($"It is a replica.", "It takes no writes.", "Name the primary in cluster.postgres.connectionString, or all hosts.");
        }

        if (!reader.GetBoolean(2))
        {
            findings.Warn($"Its user may not make schemas.", "A new workspace cannot be made.", "GRANT CREATE ON DATABASE … TO …, or make the schema and give it to the user.");
        }

        if (reader.GetString(3) != "on" || reader.GetString(4) == "off")
        {
            findings.Fail($"fsync is {reader.GetString(3)} and synchronous_commit is {reader.GetString(4)}.", "What was acknowledged may be gone after a crash; an item's number given twice mixes up profiles.", "Set both to on.");
        }

        ClockDifference.Check(findings, DateTimeOffset.FromUnixTimeMilliseconds((long)(reader.GetDouble(5) * 1000)), clock);
        if (reader.GetDouble(6) > 300)
        {
            findings.Warn($"A transaction has been open for {reader.GetDouble(6) / 60:0} minutes.", "Migrations wait for it, and deleted rows are kept.", "Look in pg_stat_activity who has it, and end it.");
        }

        if (reader.GetDouble(7) > 5)
        {
            findings.Warn($"The slowest of {reader.GetInt64(8)} replicas is {reader.GetDouble(7):0.0} s behind.", "A fail-over would lose that much, and readings are asked of the primary.", "Look at its disk, its network, and long queries on it.");
        }
    }

    static async ValueTask MigrationsAsync(NpgsqlConnection connection, SchemaName schema, Findings findings, CancellationToken cancellation)
    {
        await using var there = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = schema.Quoted + ".migrations" } } };
        if (await there.ExecuteScalarAsync(cancellation) is not true)
        {
            findings.Good($"Schema {schema.Plain} is not there yet; the first node makes it.");
            return;
        }

        await using var count = new NpgsqlCommand($"SELECT coalesce(max(number), 0) FROM {schema.Quoted}.migrations", connection);
        var number = Convert.ToInt32(await count.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        var known = Migration.All[^1].Number;
        if (number > known)
        {
            findings.Warn($"Schema {schema.Plain} is at migration {number}; this version knows {known}.", "A newer version runs or ran; this one may not open the schema.", "Upgrade the nodes that are left.");
        }
        else if (number < known)
        {
            findings.Good($"Schema {schema.Plain} is at migration {number}; the next node of this version brings it to {known}.");
        }
    }
}
