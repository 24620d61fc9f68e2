using System.Globalization;
using System.Text;

namespace Attune.Server.Telemetry;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
static class PrometheusText
{
    /// <summary>HELP and TYPE once a metric, then a line a series, for a histogram one a bucket.</summary>
    public static string Render(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var metric in metrics)
        {
            var any = false;
            foreach (var (labels, series) in metric.Series)
            {
                if (!any)
                {
                    var type = metric.IsHistogram ? "histogram" : metric.IsCounter ? "counter" : "gauge";
                    text.Append("# HELP ").Append(metric.Name).Append(' ').Append(Escape(metric.Help)).Append('\n');
                    text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(type).Append('\n');
                    any = true;
                }

                if (metric.IsHistogram)
                {
                    AppendHistogram(text, metric, labels, series);
                }
                else
                {
                    AppendLine(text, metric.Name, "", labels, Number(series.Read().Value));
                }
            }
        }

        return text.ToString();
    }

    static void AppendHistogram(StringBuilder text, Metric metric, string labels, MetricSeries series)
    {
        var (buckets, sum, count) = series.Read();
        var before = labels.Length > 0 ? labels + "," : "";
        long cumulative = 0;
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            cumulative += buckets[bucket];
            var bound = bucket < metric.Bounds!.Length ? Number(metric.Bounds[bucket]) : "+Inf";
            AppendLine(text, metric.Name, "_bucket", $"{before}le=\"{bound}\"", Number(cumulative));
        }

        AppendLine(text, metric.Name, "_sum", labels, Number(sum));
        AppendLine(text, metric.Name, "_count", labels, Number(count));
    }

    static void AppendLine(StringBuilder text, string name, string suffix, string labels, string value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    static string Escape(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
