using System.Globalization;
using System.Text;

namespace Attune.Server.Telemetry;

/// <summary>Writes metrics in Prometheus' text format 0.0.4, or in that of OpenMetrics 1.0, which has exemplars.</summary>
static class PrometheusText
{
    /// <summary>HELP and TYPE once a metric, then a line a series, for a histogram one a bucket.</summary>
    /// <param name="metrics">In the order they are written in.</param>
    /// <param name="openMetrics">True for OpenMetrics.</param>
    public static string Render(IEnumerable<Metric> metrics, bool openMetrics = false)
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
                    // A counter's family has no _total in OpenMetrics; its series has.
                    var family = openMetrics && metric.IsCounter ? metric.Name[..^"_total".Length] : metric.Name;
                    text.Append("# HELP ").Append(family).Append(' ').Append(Escape(metric.Help, openMetrics)).Append('\n');
                    text.Append("# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
                    any = true;
                }

                if (metric.IsHistogram)
                {
                    AppendHistogram(text, metric, labels, series, openMetrics ? series.Exemplars() : []);
                }
                else
                {
                    AppendLine(text, metric.Name, "", labels, Number(series.Read().Value));
                }
            }
        }

        return openMetrics ? text.Append("# EOF\n").ToString() : text.ToString();
    }

    static void AppendHistogram(StringBuilder text, Metric metric, string labels, MetricSeries series, Exemplar?[] exemplars)
    {
        var (buckets, sum, count) = series.Read();
        var before = labels.Length > 0 ? labels + "," : "";
        long cumulative = 0;
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            cumulative += buckets[bucket];
            var bound = bucket < metric.Bounds!.Length ? Number(metric.Bounds[bucket]) : "+Inf";
            AppendLine(text, metric.Name, "_bucket", $"{before}le=\"{bound}\"", Number(cumulative), exemplars.ElementAtOrDefault(bucket));
        }

        AppendLine(text, metric.Name, "_sum", labels, Number(sum));
        AppendLine(text, metric.Name, "_count", labels, Number(count));
    }

    static void AppendLine(StringBuilder text, string name, string suffix, string labels, string value, Exemplar? exemplar = null)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value);
        if (exemplar is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" # {{trace_id=\"{exemplar.Trace}\"}} {Number(exemplar.Value)} {exemplar.At:F3}");
        }

        text.Append('\n');
    }

    static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    static string Escape(string help, bool quotes)
    {
        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
