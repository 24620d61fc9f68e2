using System.Diagnostics;
using Attune.Operating;

namespace Attune.Recommending;

/// <summary>Measures one stage of an answer, as a span and as a duration, from its making to its disposal.</summary>
/// <remarks>Within a request that is not traced there is no span, and no sampler is asked: an answer has ten stages.</remarks>
readonly struct Stage(TimeProvider clock, string name) : IDisposable
{
    [ThreadStatic]
    static bool Silent;

    readonly bool _silent = Silent;
    readonly Activity? _span = Silent || Activity.Current is { Recorded: false } ? null : AttuneTelemetry.Traces.StartActivity(name);
    readonly long _started = clock.GetTimestamp();

    public void Fail(Exception fault) => _span?.SetStatus(ActivityStatusCode.Error, fault.Message);

    /// <summary>Until its disposal, stages that begin on this thread are not measured: the answer is nobody's.</summary>
    public static Silencing Silence() => new();

    public void Dispose()
    {
        if (!_silent)
        {
            AttuneTelemetry.Stage.Record(clock.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("stage", name));
            _span?.Dispose();
        }
    }

    /// <summary>Ends the silence when it is disposed of, on the thread it began on.</summary>
    public readonly ref struct Silencing
    {
        readonly bool _before = Silent;

        public Silencing() => Silent = true;

        public void Dispose() => Silent = _before;
    }
}
