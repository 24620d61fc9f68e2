using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Attune.Operating;

/// <summary>Every metric and trace source of the engine, in one place: names, units and buckets.</summary>
/// <remarks>Names follow the OpenTelemetry conventions; <c>/metrics</c> renders them with Prometheus' suffixes. What is
/// read rather than recorded stands in <see cref="WorkspaceGauges"/>.</remarks>
public static class AttuneTelemetry
{
    /// <summary>The name of the meter and of the trace source.</summary>
    public const string Name = "Attune";

    static readonly double[] Seconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    static readonly Meter Meter = new(Name);

    /// <summary>Spans: <c>ingest</c>, <c>append</c>, <c>live</c>, <c>archive</c>, <c>recommend</c> and its stages, <c>train</c>;
    /// and in the trace of an event its effects, <c>visible</c> and <c>archived</c>.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Events by verdict; tag <c>verdict</c>: accepted, duplicate, refused.</summary>
    public static Counter<long> Events { get; } =
        Meter.CreateCounter<long>("attune.events", "{event}", "Events received, by verdict.");

    /// <summary>Rows of requests of which none was taken, to be sent again; tag <c>reason</c>: overloaded, storage.</summary>
    public static Counter<long> TurnedAway { get; } =
        Meter.CreateCounter<long>("attune.events.turned_away", "{event}", "Rows of requests of which none was taken, by reason.");

    /// <summary>From a batch's acceptance to its being visible in answers.</summary>
    public static Histogram<double> Freshness { get; } = Duration(
        "attune.freshness", "From an event's acceptance by the log to its effect being visible in answers.");

    /// <summary>One group commit of the log, write and fsync.</summary>
    public static Histogram<double> LogCommit { get; } = Duration("attune.log.commit.duration", "One group commit of the log.");

    /// <summary>Answers; tags <c>rung</c>, <c>scenario</c>.</summary>
    public static Histogram<double> Recommend { get; } = Duration(
        "attune.recommend.duration", "From question to answer, by rung and scenario.");

    /// <summary>One stage of an answer; tag <c>stage</c>.</summary>
    public static Histogram<double> Stage { get; } = Duration("attune.recommend.stage.duration", "One stage of an answer.");

    /// <summary>Events folded into profiles and overlay.</summary>
    public static Counter<long> Applied { get; } =
        Meter.CreateCounter<long>("attune.live.applied", "{event}", "Events folded into profiles and overlay.");

    /// <summary>Events committed to the history.</summary>
    public static Counter<long> Archived { get; } =
        Meter.CreateCounter<long>("attune.archive.archived", "{event}", "Events committed to the history.");

    /// <summary>Trainings by outcome; tag <c>outcome</c>: published, kept, failed, cancelled.</summary>
    public static Counter<long> Trainings { get; } =
        Meter.CreateCounter<long>("attune.trainings", "{training}", "Trainings, by outcome.");

    static Histogram<double> Duration(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
}
