using System.Diagnostics;

namespace Attune.Server.Telemetry;

/// <summary>One measurement of a bucket that happened within a trace somebody can look at: leads from a slow bucket to what was slow.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Value">What was measured.</param>
/// <param name="At">When the span it was measured in began, in seconds since 1970.</param>
sealed record Exemplar(ActivityTraceId Trace, double Value, double At)
{
    /// <summary>Of a measurement taken here and now; null where nothing records a trace.</summary>
    public static Exemplar? Of(double value) =>
        Activity.Current is { Recorded: true } span ? new(span.TraceId, value, (span.StartTimeUtc - DateTime.UnixEpoch).TotalSeconds) : null;
}
