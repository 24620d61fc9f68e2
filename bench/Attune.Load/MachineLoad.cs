using System.Globalization;

namespace Attune.Load;

/// <summary>How busy the machine is with everything, the run itself included: what a figure must be read with.</summary>
static class MachineLoad
{
    const string Averages = "/proc/loadavg";

    /// <summary>Runnable threads, averaged over the last minute; NaN where the system does not say.</summary>
    public static double Now => File.Exists(Averages)
        ? double.Parse(File.ReadAllText(Averages).Split(' ')[0], CultureInfo.InvariantCulture)
        : double.NaN;
}
