using System.Globalization;
using Attune.Events;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Cluster.Postgres;

/// <summary>Which item has which ordinal.</summary>
/// <remarks>
/// The next ordinal is the highest plus one, read under the writer's lock. A sequence would leave gaps where a transaction is
/// rolled back or the server crashes; an unlogged table would be empty after a crash, and give ordinals a second time.
/// </remarks>
static class OrdinalRows
{
    /// <summary>The statement that reads them from one on, in order.</summary>
    public static string From(int from) => string.Create(CultureInfo.InvariantCulture, $"SELECT item_id FROM ordinals WHERE ordinal >= {from} ORDER BY ordinal");

    public static ItemId Read(NpgsqlDataReader reader) => new(reader.GetString(0));

    /// <summary>Gives ids that have none the next ordinals, and returns the ids of those from <paramref name="known"/> on. In its turn only.</summary>
    /// <exception cref="InvalidOperationException">The caller knows more ordinals than there are: the store was put back to an earlier state.</exception>
    public static async ValueTask<IReadOnlyList<ItemId>> AssignAsync(
        NpgsqlConnection connection, IReadOnlyList<ItemId> ids, int known, CancellationToken cancellation)
    {
        var wanted = ids.Select(id => id.Value).Distinct(StringComparer.Ordinal).ToArray();
        await using var insert = new NpgsqlCommand("""
            WITH counted AS (SELECT coalesce(max(ordinal) + 1, 0) AS given FROM ordinals),
            unseen AS (
                SELECT wanted.id, row_number() OVER (ORDER BY place) - 1 AS place
                FROM unnest($1) WITH ORDINALITY AS wanted (id, place)
                WHERE (SELECT given FROM counted) >= $2 AND NOT EXISTS (SELECT FROM ordinals WHERE item_id = wanted.id)),
            assigned AS (INSERT INTO ordinals SELECT given + place, id FROM unseen, counted)
            SELECT given FROM counted
            """, connection)
        {
            Parameters =
            {
                new() { Value = wanted, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = known },
            },
        };
        var given = (int)(await insert.ExecuteScalarAsync(cancellation))!;
        if (known > given)
        {
            throw new InvalidOperationException($"This node knows {known} ordinals and the store has given {given}: it was put back to an earlier state, and the node must be started anew.");
        }

        var others = new List<ItemId>();
        await using var command = new NpgsqlCommand(From(known), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            others.Add(Read(reader));
        }

        return others;
    }
}
