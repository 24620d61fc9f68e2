using Attune.Client.Wire;
using Attune.Events;
using Attune.Operating;
using Attune.Profiles;
using Attune.Server.Bodies;

namespace Attune.Server.Endpoints;

/// <summary>Shows a profile: ordinals become ids again, codes names.</summary>
static class ProfileText
{
    /// <summary>A user's profile as it is now; empty for one never seen.</summary>
    public static async ValueTask<ProfileAnswer> ReadAsync(Workspace workspace, UserId user, CancellationToken cancellation)
    {
        var watermark = workspace.Live.Watermark;
        var profile = await workspace.ProfileAsync(ProfileKey.Of(user), cancellation);
        return new ProfileAnswer
        {
            UserId = user.Value,
            Recent = Recent(workspace, profile),
            Counts = Counts(profile),
            Excluded = [.. profile.Excluded.ToArray().Where(exclusion => Knows(workspace, exclusion.Item)).Select(exclusion => workspace.Catalog.IdOf(exclusion.Item).Value)],
            Shown = [.. profile.Shown.ToArray().Where(shown => Knows(workspace, shown.Item)).Select(shown => new ProfileImpressions(
                workspace.Catalog.IdOf(shown.Item).Value, shown.Count, DateTimeOffset.FromUnixTimeSeconds(shown.Seconds)))],
            Watermark = watermark.ToString(),
        };
    }

    static List<ProfileEvent> Recent(Workspace workspace, Profile profile)
    {
        var recent = new List<ProfileEvent>(profile.Recent.Length);
        for (var i = profile.Recent.Length - 1; i >= 0; i--)
        {
            var interaction = profile.Recent[i];
            if (!Knows(workspace, interaction.Item))
            {
                continue;
            }

            recent.Add(new ProfileEvent(
                NameOf(interaction.Type),
                workspace.Catalog.IdOf(interaction.Item).Value,
                DateTimeOffset.FromUnixTimeSeconds(interaction.Seconds),
                JsonAnswer.Short(interaction.Strength)));
        }

        return recent;
    }

    // Another node may have folded an event of an item that it has just given a number, which this one hears of within a second.
    static bool Knows(Workspace workspace, int item) => item < workspace.Catalog.Count;

    static Dictionary<string, long> Counts(Profile profile)
    {
        var counts = new Dictionary<string, long>();
        for (var code = 0; code < profile.Counts.Length; code++)
        {
            if (profile.Counts[code] > 0)
            {
                counts.Add(NameOf((byte)code), profile.Counts[code]);
            }
        }

        return counts;
    }

    // Profiles count all custom types together: their names are in the history only.
    static string NameOf(byte code) => code < EventType.Known.Count ? EventType.Known[code].Name : "custom";
}
