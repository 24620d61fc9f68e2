using System.Globalization;
using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Operating;
using Attune.Recommending.Blocking;
using Attune.State;

namespace Attune.Erasing;

/// <summary>Counts what is held of profiles, everywhere: by reading it all, and not by what should be there.</summary>
/// <remarks>Cost: the whole log is read, and the history asked once.</remarks>
sealed class HoldingsCount(WorkspacePorts ports, UserBlocks blocks)
{
    static readonly QueryLimits Limits = new(1, TimeSpan.FromMinutes(10));

    /// <summary>What is held from before a place, and what came since.</summary>
    public async Task<(Holdings Before, Holdings Since)> CountAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var log = await LogAsync(erasure, cancellation);
        var history = await HistoryAsync(erasure, cancellation);
        var hasCome = log.Since + history.Since > 0;
        var properties = 0L;
        foreach (var user in erasure.Users)
        {
            properties += await ports.Catalog.FindAsync(PropertyOwner.User, user.Value, cancellation) is null ? 0 : 1;
        }

        var held = new Holdings
        {
            Profiles = await StateAsync(StateKind.Profile, erasure, cancellation),
            Lists = await StateAsync(StateKind.List, erasure, cancellation),
            Aliases = await StateAsync(StateKind.Alias, erasure, cancellation),
            Blocks = erasure.Users.Count(user => !blocks.Of(user).IsEmpty),
            Properties = properties,
        };

        // What is not of the log has no place in it: once nothing is left from before, it is of what came since.
        var isBack = hasCome && log.Before + history.Before == 0;
        return (
            (isBack ? new Holdings() : held) with { LogRecords = log.Before, HistoryRows = history.Before },
            (isBack ? held : new Holdings()) with { LogRecords = log.Since, HistoryRows = history.Since });
    }

    /// <summary>The condition, in SQL, that an event of the history is one of these profiles'.</summary>
    public static string OwnedBy(IEnumerable<string> profiles) => string.Join(" OR ", profiles.Select(profile => new ProfileKey(profile).IsUser
        ? $"user_id = {Quoted(profile[2..])}"
        : $"(user_id IS NULL AND session_id = {Quoted(profile[2..])})"));

    async Task<(long Before, long Since)> LogAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var (all, before) = (0L, 0L);
        var everything = erasure with { Before = LogToken.Of(Partitions.Select(partition => (partition, long.MaxValue))) };
        foreach (var partition in Partitions)
        {
            await foreach (var batch in ports.Log.ReadAsync(partition, 0, follow: false, cancellation))
            {
                all += everything.Count(batch);
                before += erasure.Count(batch);
            }
        }

        return (before, all - before);
    }

    async Task<(long Before, long Since)> HistoryAsync(EventErasure erasure, CancellationToken cancellation)
    {
        var all = await RowsAsync(erasure, "1 = 1", cancellation);
        var places = Partitions.Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"(log_partition = {partition} AND log_offset < {erasure.Before.OffsetIn(partition)})"));
        var before = await RowsAsync(erasure, string.Join(" OR ", places), cancellation);
        return (before, all - before);
    }

    async Task<long> RowsAsync(EventErasure erasure, string where, CancellationToken cancellation)
    {
        var answer = await ports.History.QueryAsync($"SELECT count(*) FROM events WHERE ({OwnedBy(erasure.Profiles)}) AND ({where})", Limits, cancellation);
        return Convert.ToInt64(answer.Rows[0][0], CultureInfo.InvariantCulture);
    }

    async Task<long> StateAsync(StateKind kind, EventErasure erasure, CancellationToken cancellation) =>
        (await ports.State.GetAsync([.. erasure.Profiles.Select(profile => new StateKey(kind, profile))], cancellation)).Count(value => value is not null);

    IEnumerable<int> Partitions => Enumerable.Range(0, ports.Log.Partitions);

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
