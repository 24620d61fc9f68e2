using System.Diagnostics;
using Attune.Operating;

namespace Attune.Recommending;

/// <summary>Measures one stage of an answer, as a span and as a duration, from its making to its disposal.</summary>
/// <remarks>
/// An answer has ten stages, so they would be most of what telemetry costs. Within a request that is not traced there is no span, and
/// of a busy thread only so many stages a second are measured: enough for any percentile. What is traced is always measured.
/// </remarks>
readonly struct Stage : IDisposable
{
    const int MostOfThreadPerSecond = 100;

    [ThreadStatic]
    static bool Silent;

    [ThreadStatic]
    static long Second;

    [ThreadStatic]
    static int Measured;

    readonly TimeProvider _clock;
    readonly string _name;
    readonly Activity? _span;
    readonly bool _isMeasured;
    readonly long _started;

    public Stage(TimeProvider clock, string name)
    {
        (_clock, _name, _started) = (clock, name, clock.GetTimestamp());
        _span = Silent || Activity.Current is { Recorded: false } ? null : AttuneTelemetry.Traces.StartActivity(name);
        _isMeasured = !Silent && (_span is not null || IsBelow(_started / clock.TimestampFrequency));
    }

    public void Fail(Exception fault) => _span?.SetStatus(ActivityStatusCode.Error, fault.Message);

    /// <summary>Until its disposal, stages that begin on this thread are not measured: the answer is nobody's.</summary>
    public static Silencing Silence() => new();

    public void Dispose()
    {
        if (_isMeasured)
        {
            AttuneTelemetry.Stage.Record(_clock.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("stage", _name));
            _span?.Dispose();
        }
    }

    static bool IsBelow(long second)
    {
        (Second, Measured) = (second, second == Second ? Measured + 1 : 1);
        return Measured <= MostOfThreadPerSecond;
    }

    /// <summary>Ends the silence when it is disposed of, on the thread it began on.</summary>
    public readonly ref struct Silencing
    {
        readonly bool _before = Silent;

        public Silencing() => Silent = true;

        public void Dispose() => Silent = _before;
    }
}
