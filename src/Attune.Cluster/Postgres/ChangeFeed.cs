using System.Runtime.CompilerServices;
using Attune.Catalog;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Attune.Cluster.Postgres;

/// <summary>What other nodes wrote, from a connection of its own that is told of it; it is looked for now and then all the same.</summary>
/// <remarks>
/// <para><b>Nothing is missed.</b> The place is a number in the changes, not a message: after any interruption reading goes on behind
/// the last one handed out. Only where that one is gone (not kept any longer, or the server lost it in a fail-over and wrote
/// another) is <see cref="CatalogChangeKind.Everything"/> told.</para>
/// <para><b>Ends</b> by cancellation alone: faults are logged, and the connection is made anew.</para>
/// </remarks>
sealed class ChangeFeed(PostgresServer server, SchemaName schema, string node, PostgresSettings settings, TimeProvider clock, ILogger logger)
{
    long _seen;

    const int MostAtOnce = 4096;

    static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    /// <summary>The number of the last change that this node knows to be committed.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>A change of a number, and every one before, is known to be committed.</summary>
    public void Saw(long number)
    {
        for (var before = Seen; number > before && Interlocked.CompareExchange(ref _seen, number, before) != before; before = Seen)
        {
        }
    }

    /// <summary>Begins behind what is committed now.</summary>
    public async ValueTask<IAsyncEnumerable<CatalogChange>> BeginAsync(CancellationToken cancellation)
    {
        var number = await server.ReadAsync("beginning to watch", HeadAsync, cancellation);
        Saw(number);
        return FollowAsync(new(number, null), cancellation);
    }

    /// <summary>The number of the last change.</summary>
    public static async ValueTask<long> HeadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT change FROM head", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Lets go of changes kept for long enough.</summary>
    /// <returns>How many.</returns>
    public ValueTask<long> TrimAsync(TimeSpan kept, CancellationToken cancellation) =>
        server.ChangeAsync("trimming changes", again: true, async (connection, token) =>
        {
            // Under the writers' lock, or a node could read past a hole.
            await new ChangeLog(schema, node).TakeTurnAsync(connection, token);
            await using var command = new NpgsqlCommand("""
                WITH gone AS (DELETE FROM changes WHERE at < now() - $1 RETURNING number),
                counted AS (SELECT count(*) AS count, max(number) AS last FROM gone)
                UPDATE head SET trimmed = greatest(trimmed, counted.last) FROM counted RETURNING counted.count
                """, connection)
            { Parameters = { new() { Value = kept } } };
            return (long)(await command.ExecuteScalarAsync(token))!;
        }, cancellation);

    async IAsyncEnumerable<CatalogChange> FollowAsync(Place place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (delay, trimmed) = (FirstDelay, clock.GetTimestamp());
        NpgsqlConnection? connection = null;
        try
        {
            while (true)
            {
                Page page;
                try
                {
                    connection ??= await ListenAsync(cancellation);
                    page = await ReadAsync(connection, place, cancellation);
                    if (page.Changes.Count == 0 && page.Next == place)
                    {
                        await connection.WaitAsync(settings.PollInterval, cancellation);
                    }

                    if (clock.GetElapsedTime(trimmed) > TrimEvery)
                    {
                        trimmed = clock.GetTimestamp();
                        Log.Trimmed(logger, schema.Plain, await TrimAsync(settings.ChangesKept, cancellation));
                    }

                    delay = FirstDelay;
                }
                catch (Exception fault) when (!cancellation.IsCancellationRequested && (fault is IOException || PostgresFault.IsAway(fault) || fault is ObjectDisposedException))
                {
                    Log.WatchInterrupted(logger, schema.Plain, place.Number, delay, fault);
                    await CloseAsync(connection);
                    connection = null;
                    await Task.Delay(delay, clock, cancellation);
                    delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, TimeSpan.TicksPerSecond * 2));
                    continue;
                }

                Saw(page.Next.Number);
                if (page.TooFar)
                {
                    Log.WatchTooFarBehind(logger, schema.Plain, place.Number);
                    yield return new CatalogChange(CatalogChangeKind.Everything, "");
                }

                foreach (var change in page.Changes)
                {
                    yield return change;
                }

                place = page.Next;
            }
        }
        finally
        {
            await CloseAsync(connection);
        }
    }

    async ValueTask<NpgsqlConnection> ListenAsync(CancellationToken cancellation)
    {
        var connection = await server.ConnectAsync("watching changes", pooled: false, cancellation);
        try
        {
            await using var command = new NpgsqlCommand($"LISTEN {schema.Quoted}", connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The change at the place itself is read along, to see that it still is the one that was handed out. Then the head: what it
    // says is not kept may have been missing from the rows, what it says is kept was there.
    async ValueTask<Page> ReadAsync(NpgsqlConnection connection, Place place, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("SELECT number, node, kind, name, node || at::text FROM changes WHERE number >= $1 ORDER BY number LIMIT $2")
        { Parameters = { new() { Value = place.Number }, new() { Value = MostAtOnce } } });
        batch.BatchCommands.Add(new("SELECT change, trimmed FROM head"));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var (changes, next, other) = (new List<CatalogChange>(), place, place.Number > 0);
        while (await reader.ReadAsync(cancellation))
        {
            var (number, mark) = (reader.GetInt64(0), reader.GetString(4));
            other &= number != place.Number || (place.Mark is { } before && before != mark);
            next = new(number, mark);
            if (number > place.Number && reader.GetString(1) != node)
            {
                changes.Add(new((CatalogChangeKind)reader.GetInt16(2), reader.GetString(3)));
            }
        }

        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (last, trimmed) = (reader.GetInt64(0), reader.GetInt64(1));
        var missing = trimmed > place.Number || last < place.Number || (other && trimmed < place.Number);
        return missing ? new([], new(last, null), true) : new(changes, next, false);
    }

    static async ValueTask CloseAsync(NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    // The mark tells a change from another that got its number after the server lost the first.
    readonly record struct Place(long Number, string? Mark);

    readonly record struct Page(List<CatalogChange> Changes, Place Next, bool TooFar);
}
