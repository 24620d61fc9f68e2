using OpenTelemetry.Trace;

namespace Attune.Server.Telemetry;

/// <summary>Takes what another sampler takes, at most so many traces a second: a busy node traces as many as somebody can look at.</summary>
/// <remarks>
/// <b>Why.</b> A trace costs ten times what the metrics of a request do. A share alone makes that grow with the load, when it hurts most.
/// <b>Concurrency.</b> Any number of callers; in a race a few more may pass.
/// </remarks>
/// <param name="inner">Asked first.</param>
/// <param name="perSecond">Most traces begun in a second, at least 1.</param>
/// <param name="clock">Says which second it is.</param>
sealed class CappedSampler(Sampler inner, int perSecond, TimeProvider clock) : Sampler
{
    long _second;
    int _taken;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters parameters)
    {
        var asked = inner.ShouldSample(parameters);
        return asked.Decision == SamplingDecision.Drop || IsBelow() ? asked : new SamplingResult(SamplingDecision.Drop);
    }

    bool IsBelow()
    {
        var second = clock.GetTimestamp() / clock.TimestampFrequency;
        if (Interlocked.Exchange(ref _second, second) != second)
        {
            Volatile.Write(ref _taken, 0);
        }

        return Interlocked.Increment(ref _taken) <= perSecond;
    }
}
