using Attune.Events;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>Removes rows for ever: by a mutation, which writes the files that hold them anew.</summary>
static class Erasing
{
    // Statements may be 256 KiB long; an id of 256 bytes is at most twice as long when written.
    const int ProfilesAtOnce = 200;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Removes the rows of an erasure and waits until it is done on every server.</summary>
    /// <returns>How many there were.</returns>
    public static async ValueTask<long> EraseAsync(HistoryServer server, EventErasure erasure, CancellationToken cancellation)
    {
        var erased = 0L;
        foreach (var profiles in erasure.Profiles.Order(StringComparer.Ordinal).Chunk(ProfilesAtOnce))
        {
            var condition = $"{Among(profiles)} AND {SqlText.Before(erasure.Before)}";
            var count = await server.NumberAsync(
                "count what is to be erased", $"SELECT count() FROM {server.Tables.Rows} WHERE {condition} FORMAT TabSeparatedRaw", cancellation);
            if (count > 0)
            {
                await server.RunAsync(
                    "erase events", $"ALTER TABLE {server.Tables.LocalRows}{server.Tables.OnCluster} DELETE WHERE {condition}", cancellation);
                erased += count;
            }
        }

        // Also where nothing was found: an erasure that broke off may be under way still.
        await FinishAsync(server, cancellation);
        return erased;
    }

    // The numbers are what the rows are ordered by: with them only the stretches that hold the profiles are looked at.
    static string Among(string[] profiles) =>
        $"profile_hash IN ({string.Join(',', profiles.Select(profile => UserSample.Number(profile)))})"
        + $" AND profile IN ({string.Join(',', profiles.Select(SqlText.Text))})";

    static async ValueTask FinishAsync(HistoryServer server, CancellationToken cancellation)
    {
        var table = server.Tables.LocalRows.Split("`.")[1];
        var under = $"SELECT count() FROM {server.Tables.System("mutations")} WHERE database = {SqlText.Text(server.Tables.Database)} AND table = {SqlText.Text(table)} AND is_done = 0 FORMAT TabSeparatedRaw";
        var end = server.Clock.GetUtcNow() + server.Settings.LongTime;
        while (await server.NumberAsync("look whether events are erased", under, cancellation) is > 0 and var left)
        {
            if (server.Clock.GetUtcNow() > end)
            {
                throw ClickHouseException.Away(
                    new Uri(server.Settings.Url), "erase events", $"{left} erasures are not done after {server.Settings.LongTime}");
            }

            await Task.Delay(Pause, server.Clock, cancellation);
        }
    }
}
