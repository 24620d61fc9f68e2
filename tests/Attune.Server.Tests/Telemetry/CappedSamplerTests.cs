using System.Diagnostics;
using Attune.Server.Telemetry;
using OpenTelemetry.Trace;

namespace Attune.Server.Tests.Telemetry;

public sealed class CappedSamplerTests
{
    readonly SecondsClock _clock = new();

    [Fact]
    public void No_more_than_the_cap_pass_in_a_second_and_as_many_in_the_next()
    {
        var sampler = new CappedSampler(new AlwaysOnSampler(), 3, _clock);

        Assert.Equal(3, Taken(sampler, of: 10));
        _clock.Seconds++;
        Assert.Equal(3, Taken(sampler, of: 10));
    }

    [Fact]
    public void What_the_inner_sampler_drops_takes_no_place()
    {
        var none = new CappedSampler(new AlwaysOffSampler(), 3, _clock);

        Assert.Equal(0, Taken(none, of: 10));
    }

    [Fact]
    public void Below_the_cap_all_the_inner_sampler_takes_pass() => Assert.Equal(5, Taken(new CappedSampler(new AlwaysOnSampler(), 5, _clock), of: 5));

    static int Taken(CappedSampler sampler, int of) => Enumerable.Range(0, of).Count(_ =>
        sampler.ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), "question", ActivityKind.Server)).Decision == SamplingDecision.RecordAndSample);

    sealed class SecondsClock : TimeProvider
    {
        public long Seconds { get; set; } = 1;

        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }
}
