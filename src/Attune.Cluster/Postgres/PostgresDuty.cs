using Attune.Catalog;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>A duty held by a lock of a session: as long as its connection lives, nobody else has it.</summary>
/// <remarks>
/// A node that is cut off notices after a heartbeat and the time for its answer, four seconds by default; the server lets go of a
/// connection whose node vanished after some ten: whoever takes the duty next finds it given up.
/// </remarks>
sealed class PostgresDuty : IDuty
{
    readonly NpgsqlConnection _connection;
    readonly CancellationTokenSource _lost = new();
    readonly CancellationTokenSource _ended = new();
    readonly Task _beating;
    int _disposed;

    PostgresDuty(NpgsqlConnection connection, string duty, PostgresServer server, PostgresSettings settings, ILogger logger)
    {
        (_connection, Lost) = (connection, _lost.Token);
        _beating = BeatAsync(duty, server, settings, logger);
    }

    public CancellationToken Lost { get; }

    /// <summary>Takes it; null where another has it.</summary>
    public static async ValueTask<IDuty?> TryTakeAsync(
        PostgresServer server, SchemaName schema, string duty, PostgresSettings settings, ILogger logger, CancellationToken cancellation)
    {
        var operation = $"taking the duty {duty}";
        var connection = await server.ConnectAsync(operation, pooled: false, cancellation);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection)
            { Parameters = { new() { Value = schema.DutyLock(duty) } } };
            if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
            {
                return new PostgresDuty(connection, duty, server, settings, logger);
            }
        }
        catch (Exception fault) when (server.Explain(operation, fault) is IOException explained)
        {
            await connection.DisposeAsync();
            throw explained;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _ended.CancelAsync();
        await _beating;
        await _connection.DisposeAsync();
        _ended.Dispose();
        _lost.Dispose();
    }

    async Task BeatAsync(string duty, PostgresServer server, PostgresSettings settings, ILogger logger)
    {
        try
        {
            while (true)
            {
                // Waiting for a message that never comes ends at once where the connection does.
                await _connection.WaitAsync(settings.DutyHeartbeat, _ended.Token);
                await using var command = new NpgsqlCommand("SELECT 1", _connection);
                await command.ExecuteScalarAsync(_ended.Token).WaitAsync(settings.DutyHeartbeat, _ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            Log.DutyLost(logger, duty, server.Host, fault);
            await _lost.CancelAsync();
        }
    }
}
