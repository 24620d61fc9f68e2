using Attune.Operating.Checking;

namespace Attune.Cluster.Checking;

/// <summary>Holds a server's clock beside this machine's.</summary>
static class ClockDifference
{
    static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>Says where the two are apart by more than 2 seconds; servers tell whole seconds at worst.</summary>
    public static void Check(Findings findings, DateTimeOffset server, TimeProvider clock)
    {
        var apart = (clock.GetUtcNow() - server).Duration();
        if (apart > Most)
        {
            findings.Warn(
                $"Its clock and this machine's are {apart.TotalSeconds:0.#} s apart.",
                "Events far in the future are refused, and what fades by age fades wrongly.",
                "Let all machines take their time from one source (chrony, systemd-timesyncd).");
        }
    }
}
