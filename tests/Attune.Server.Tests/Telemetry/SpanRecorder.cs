using System.Collections.Concurrent;
using System.Diagnostics;
using Attune.Operating;

namespace Attune.Server.Tests.Telemetry;

/// <summary>Hears what ends of traces whose caller records them, as the exporter's sampler would: who is not traced is not.</summary>
sealed class SpanRecorder : IDisposable
{
    readonly ConcurrentQueue<Activity> _ended = new();
    readonly ActivityListener _listener;

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is AttuneTelemetry.Name or "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans of a trace that have ended so far.</summary>
    public IEnumerable<Activity> Of(ActivityTraceId trace) => _ended.Where(span => span.TraceId == trace);

    public void Dispose() => _listener.Dispose();
}
