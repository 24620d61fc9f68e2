using System.Globalization;

namespace Attune.Growth;

/// <summary>The most memory resident at a time since this was made, above what was resident then. Linux only; 0 elsewhere.</summary>
sealed class PeakMemory
{
    const string Reset = "/proc/self/clear_refs";

    readonly double _before;

    public PeakMemory()
    {
        if (File.Exists(Reset))
        {
            // 5: the peak starts again at what is resident now (proc_pid_clear_refs(5)).
            File.WriteAllText(Reset, "5");
        }

        _before = Status("VmRSS:");
    }

    public double Megabytes() => Math.Max(0, Status("VmHWM:") - _before);

    static double Status(string field) => File.Exists("/proc/self/status")
        ? double.Parse(
            File.ReadLines("/proc/self/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture) / 1024
        : 0;
}
