using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>Rows as they come, from one statement: one committed state, however long it takes to go through.</summary>
sealed class PostgresReading : IAsyncDisposable
{
    readonly PostgresServer _server;
    readonly string _operation;
    readonly NpgsqlConnection _connection;
    readonly NpgsqlCommand _command;
    NpgsqlDataReader? _reader;

    PostgresReading(PostgresServer server, string operation, NpgsqlConnection connection, string sql) =>
        (_server, _operation, _connection, _command) = (server, operation, connection, new NpgsqlCommand(sql, connection));

    /// <summary>The row read.</summary>
    public NpgsqlDataReader Row => _reader!;

    /// <summary>Asks a replica where there is one that is near enough, else the primary, and waits for the first rows.</summary>
    /// <param name="primary">Holds everything.</param>
    /// <param name="replica">May be behind, and may be away; null where there is none.</param>
    /// <param name="least">The number of the change it must hold: then it holds whatever was committed before.</param>
    /// <param name="statement">What, for messages; the statement.</param>
    /// <param name="logger">Told why a replica was not asked.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async ValueTask<PostgresReading> BeginAsync(
        PostgresServer primary, PostgresServer? replica, long least, (string Operation, string Sql) statement, ILogger logger, CancellationToken cancellation)
    {
        if (replica is not null)
        {
            try
            {
                var reading = await BeginAsync(replica, statement.Operation, statement.Sql, least, cancellation);
                if (reading is not null)
                {
                    return reading;
                }

                Log.ReplicaPassedOver(logger, replica.Host, FormattableString.Invariant($"it does not hold change {least} yet."));
            }
            catch (Exception fault) when (fault is PostgresUnavailableException or PostgresException)
            {
                Log.ReplicaPassedOver(logger, replica.Host, fault.Message);
            }
        }

        return (await BeginAsync(primary, statement.Operation, statement.Sql, null, cancellation))!;
    }

    // On one connection: behind one name there may be several replicas.
    static async ValueTask<PostgresReading?> BeginAsync(PostgresServer server, string operation, string sql, long? least, CancellationToken cancellation)
    {
        var reading = new PostgresReading(server, operation, await server.ConnectAsync(operation, pooled: true, cancellation), sql);
        try
        {
            if (least is { } number && await ChangeFeed.HeadAsync(reading._connection, cancellation) < number)
            {
                await reading.DisposeAsync();
                return null;
            }

            reading._reader = await reading._command.ExecuteReaderAsync(cancellation);
            return reading;
        }
        catch (Exception fault)
        {
            await reading.DisposeAsync();
            if (server.Explain(operation, fault) is PostgresUnavailableException explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Goes on to the next row; false where there is none.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await Row.ReadAsync(cancellation);
        }
        catch (NpgsqlException fault) when (_server.Explain(_operation, fault) is IOException explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
        }

        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
