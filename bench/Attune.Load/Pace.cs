using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Attune.Load;

/// <summary>Sleeps until an instant, some 60 µs late at most on an idle core.</summary>
static class Pace
{
    public static void Until(long timestamp)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp) is { Ticks: > 0 } left)
        {
            if (OperatingSystem.IsLinux())
            {
                _ = Sleep((uint)Math.Clamp(left.TotalMicroseconds, 1, 100_000));
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    static extern int Sleep(uint microseconds);
}
