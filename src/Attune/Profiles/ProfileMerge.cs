using Attune.Events;

namespace Attune.Profiles;

/// <summary>Joins one profile to another: a pure function of both and of the settings.</summary>
/// <remarks>
/// <para><b>Interactions</b> are put in the order of the log (of time, where the two stand in different partitions), the newest kept.
/// What one of them disliked or hid says nothing of taste in the other either.</para>
/// <para><b>Exclusions</b> of the one joined come before the other's own.</para>
/// <para><b>What was shown</b> adds up by item, but for items that one of them took up since.</para>
/// <para><b>Counts</b> add up. The fence stays the other's: the event that joins them moves it.</para>
/// </remarks>
static class ProfileMerge
{
    /// <summary>Adds what <paramref name="from"/> holds to <paramref name="into"/>.</summary>
    public static void Join(ProfileDraft into, ProfileDraft from, ProfileSettings settings)
    {
        var (partition, applied) = (into.Partition, into.Applied);
        int[] counts = [.. into.Counts.Zip(from.Counts, (mine, theirs) => mine + theirs)];
        Interaction[] recent = [.. Liked(from.Recent, into.Excluded), .. Liked(into.Recent, from.Excluded)];
        Exclusion[] excluded = [.. from.Excluded, .. into.Excluded];
        var shown = Shown([.. from.Shown, .. into.Shown], recent);
        var isOneOrder = applied < 0 || from.Applied < 0 || partition == from.Partition;
        into.Clear();
        (into.Partition, into.Applied) = (partition, applied);
        foreach (var interaction in recent.Distinct().OrderBy(one => isOneOrder ? one.Offset : one.Seconds))
        {
            into.Add(interaction, settings.Recent);
        }

        foreach (var exclusion in excluded)
        {
            into.Exclude(exclusion, settings.Excluded);
        }

        foreach (var impressions in shown)
        {
            into.Add(impressions, settings.Impressions);
        }

        counts.CopyTo(into.Counts, 0);
    }

    static IEnumerable<Impressions> Shown(Impressions[] shown, Interaction[] recent) => shown
        .GroupBy(one => one.Item, (item, of) => of.Aggregate((one, other) => new(item, one.Count + other.Count, Math.Max(one.Seconds, other.Seconds))))
        .Where(one => !recent.Any(interaction => interaction.Item == one.Item && interaction.Seconds >= one.Seconds))
        .OrderBy(one => one.Seconds);

    static Interaction[] Liked(ReadOnlySpan<Interaction> recent, ReadOnlySpan<Exclusion> excluded)
    {
        var not = excluded.ToArray().Where(exclusion => exclusion.Type != EventType.Purchase.Code).Select(exclusion => exclusion.Item).ToHashSet();
        return [.. recent.ToArray().Where(interaction => !not.Contains(interaction.Item))];
    }
}
