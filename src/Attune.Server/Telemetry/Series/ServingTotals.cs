using Attune.Operating;
using Attune.Server.Access;

namespace Attune.Server.Telemetry.Series;

/// <summary>What the process has served since it began, and how far it is behind.</summary>
/// <param name="Accepted">Events accepted.</param>
/// <param name="Refused">Events refused.</param>
/// <param name="Requests">HTTP requests answered.</param>
/// <param name="Failed">Of them, those that ended with a status of 500 or above.</param>
/// <param name="Rungs">Recommendations by rung.</param>
/// <param name="Freshness">From acceptance to effect.</param>
/// <param name="Answers">From question to recommendation.</param>
/// <param name="Commits">Group commits of the log.</param>
/// <param name="LiveLag">Durable events that answers do not know yet.</param>
/// <param name="ArchiveLag">Durable events that the history does not hold yet.</param>
/// <param name="Memory">Bytes held.</param>
sealed record ServingTotals(
    double Accepted,
    double Refused,
    double Requests,
    double Failed,
    IReadOnlyDictionary<string, double> Rungs,
    Durations Freshness,
    Durations Answers,
    Durations Commits,
    long LiveLag,
    long ArchiveLag,
    long Memory)
{
    /// <summary>Read from what <c>/metrics</c> shows: the same counts, without their text.</summary>
    /// <remarks><b>Cost.</b> Each series of five metrics once; some 10 microseconds for a few dozen.</remarks>
    public static ServingTotals Read(PrometheusMetrics metrics, Tenants tenants)
    {
        var events = Counts(metrics.Find("attune_events_total"), "verdict");
        var statuses = Counts(metrics.Find("http_server_request_duration_seconds"), "http_response_status_code");
        var answers = metrics.Find("attune_recommend_duration_seconds");
        var open = tenants.Open.Select(tenant => tenant.Workspace).ToList();
        return new ServingTotals(
            events.GetValueOrDefault("accepted"),
            events.GetValueOrDefault("refused"),
            statuses.Values.Sum(),
            statuses.Where(one => one.Key.StartsWith('5')).Sum(one => one.Value),
            Counts(answers, "rung"),
            Spread(metrics.Find("attune_freshness_seconds")),
            Spread(answers),
            Spread(metrics.Find("attune_log_commit_duration_seconds")),
            open.Sum(workspace => Behind(workspace, workspace.Live.Watermark)),
            open.Sum(workspace => Behind(workspace, workspace.Archiver.Archived)),
            Environment.WorkingSet);
    }

    static long Behind(Workspace workspace, Events.LogToken place) => Math.Max(0, Sum(workspace.LogEnd) - Sum(place));

    static long Sum(Events.LogToken token) => token.Places.Sum(place => place.Offset);

    static Dictionary<string, double> Counts(Metric? metric, string label)
    {
        var counts = new Dictionary<string, double>();
        foreach (var (labels, series) in metric?.Series ?? [])
        {
            var (_, value, count) = series.Read();
            var of = ValueOf(labels, label);
            counts[of] = counts.GetValueOrDefault(of) + (metric!.IsHistogram ? count : value);
        }

        return counts;
    }

    static Durations Spread(Metric? metric)
    {
        if (metric?.Bounds is not { } bounds)
        {
            return default;
        }

        var sums = new long[bounds.Length + 1];
        foreach (var (_, series) in metric.Series)
        {
            var buckets = series.Read().Buckets;
            for (var bucket = 0; bucket < sums.Length; bucket++)
            {
                sums[bucket] += buckets[bucket];
            }
        }

        return new Durations(bounds, sums);
    }

    // The labels asked for here have values without quotes; those of others are passed over whole.
    static string ValueOf(string labels, string label)
    {
        var at = labels.StartsWith(label + "=\"", StringComparison.Ordinal) ? 0 : labels.IndexOf($",{label}=\"", StringComparison.Ordinal) + 1;
        if (at == 0 && !labels.StartsWith(label + "=\"", StringComparison.Ordinal))
        {
            return "";
        }

        var from = at + label.Length + 2;
        return labels[from..labels.IndexOf('"', from)];
    }
}
