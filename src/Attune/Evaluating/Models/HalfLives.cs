using Attune.Events;

namespace Attune.Evaluating.Models;

/// <summary>Half-lives as settings: in days, 0 for none.</summary>
static class HalfLives
{
    internal static double[] Days { get; } = [0, 365, 180, 90, 30, 14, 7, 3, 1];

    /// <summary>Those that leave enough of a long past to learn tastes from.</summary>
    internal static double[] Long { get; } = [0, 365, 180, 90, 30];

    internal static long Micros(double days) => (long)(days * 86_400 * EventTime.MicrosPerSecond);
}
