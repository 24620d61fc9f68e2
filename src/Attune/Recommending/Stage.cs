using System.Diagnostics;
using Attune.Operating;

namespace Attune.Recommending;

/// <summary>Measures one stage of an answer, as a span and as a duration, from its making to its disposal.</summary>
readonly struct Stage(TimeProvider clock, string name) : IDisposable
{
    readonly Activity? _span = AttuneTelemetry.Traces.StartActivity(name);
    readonly long _started = clock.GetTimestamp();

    public void Fail(Exception fault) => _span?.SetStatus(ActivityStatusCode.Error, fault.Message);

    public void Dispose()
    {
        AttuneTelemetry.Stage.Record(clock.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("stage", name));
        _span?.Dispose();
    }
}
