using System.Diagnostics.Metrics;
using Attune.Operating;

namespace Attune.Cluster.Redis;

/// <summary>What the state store on Redis counts.</summary>
static class RedisCounters
{
    static readonly Meter Meter = new(AttuneTelemetry.Name);

    /// <summary>Values not stored because they are longer than the setting allows.</summary>
    public static Counter<long> TooLong { get; } =
        Meter.CreateCounter<long>("attune.redis.too_long", "{value}", "Values not stored because they are longer than redis.profileBytes.");

    /// <summary>Writes passed over because the stored value was from a later place of the log.</summary>
    public static Counter<long> Fenced { get; } =
        Meter.CreateCounter<long>("attune.redis.fenced", "{write}", "Writes passed over because the stored value was from a later place of the log.");
}
