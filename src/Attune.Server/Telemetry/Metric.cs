using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Attune.Server.Telemetry;

/// <summary>What Prometheus calls a metric family: one name, one type, a series for each set of labels.</summary>
/// <remarks>
/// At most <see cref="MaxSeries"/> series: further label sets are counted together under <c>overflow="true"</c>, so that no
/// sender can fill the memory with labels.
/// </remarks>
sealed class Metric
{
    /// <summary>Most series of one metric.</summary>
    public const int MaxSeries = 1000;

    static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, MetricSeries>.AlternateLookup<ReadOnlySpan<char>> _byLabels;

    /// <summary>The metric an instrument feeds.</summary>
    public Metric(Instrument instrument)
    {
        _byLabels = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        var kind = instrument.GetType().GetGenericTypeDefinition();
        IsCounter = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        IsHistogram = kind == typeof(Histogram<>);
        Accumulates = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        IsObservable = instrument.IsObservable;
        Name = NameOf(instrument, IsCounter);
        Help = instrument.Description is { Length: > 0 } description ? description : instrument.Name;
        Bounds = IsHistogram ? (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBounds : null;
    }

    /// <summary>As Prometheus writes it, with unit and <c>_total</c>.</summary>
    public string Name { get; }

    /// <summary>What it measures, in words.</summary>
    public string Help { get; }

    /// <summary>Upper bounds of a histogram's buckets, ascending.</summary>
    public double[]? Bounds { get; }

    /// <summary>True where it only grows.</summary>
    public bool IsCounter { get; }

    /// <summary>True where it has buckets.</summary>
    public bool IsHistogram { get; }

    /// <summary>True where measurements are asked for when scraped.</summary>
    public bool IsObservable { get; }

    bool Accumulates { get; }

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<char> labels)
    {
        if (!_byLabels.TryGetValue(labels, out var series))
        {
            var key = _series.Count >= MaxSeries ? "overflow=\"true\"" : labels.ToString();
            series = _series.GetOrAdd(key, static (_, bounds) => new MetricSeries(bounds), Bounds);
        }

        if (IsHistogram)
        {
            series.Observe(value);
        }
        else if (Accumulates)
        {
            series.Add(value);
        }
        else
        {
            series.Set(value);
        }
    }

    /// <summary>Every label set and its series, by label text.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Forgets what was observed at the last scrape: what is gone since must not be told again.</summary>
    public void Forget() => _series.Clear();

    static string NameOf(Instrument instrument, bool isCounter)
    {
        var name = string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c == ':' ? c : '_'));
        var unit = instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" => "_ratio", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += unit;
        }

        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }
}
