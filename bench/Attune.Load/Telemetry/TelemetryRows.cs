using System.Globalization;

namespace Attune.Load.Telemetry;

/// <summary>What the stretches showed, as rows of a table.</summary>
static class TelemetryRows
{
    /// <summary>What telemetry may cost at most.</summary>
    const double Bar = 0.03;

    public static List<Measurement> Of(
        LoadOptions options, List<double> ratios, List<double> noise, List<double> on, List<double> off, Asker.Outcome asked, long sent)
    {
        var (paired, control) = (new PairedRatios(ratios), new PairedRatios(noise));
        var (from, to) = paired.Interval;
        bool? met = to < 1 + Bar ? true : from > 1 + Bar ? false : null;
        return
        [
            new(
                Say($"processor time a recommendation (top 20 of {options.Items:n0} items with a filter, {options.Rate:n0}/s), telemetry on / off"),
                Say($"{new PairedRatios(on).Median:0.0} / {new PairedRatios(off).Median:0.0} µs: {Text(paired)}{(met is null ? "; the bar is within it: undecided" : "")}"),
                "< +3 %",
                met),
            new("a stretch without telemetry against the one after it", Text(control)),
            new("latency p50 / p99 in the middle one of all seconds; questions without a good answer", Say($"{asked.Median:0.00} / {asked.Tail:0.0} ms; {asked.Failures}"), "0", asked.Failures == 0),
            new(
                "what was compared",
                Say($"{ratios.Count} times two stretches of {options.Duration.TotalSeconds:0} s each, by turns in one process; {sent / 1e6:0.0} MB of traces sent; load average {MachineLoad.Now:0.0}")),
        ];
    }

    static string Text(PairedRatios ratios)
    {
        var (from, to) = ratios.Interval;
        return double.IsInfinity(to)
            ? Say($"{Percent(ratios.Median)} (too few for an interval)")
            : Say($"{Percent(ratios.Median)} (95 %: {Percent(from)} to {Percent(to)})");

        static string Percent(double ratio) => ((ratio - 1) * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
