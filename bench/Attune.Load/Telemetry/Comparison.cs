using System.Globalization;

namespace Attune.Load.Telemetry;

/// <summary>All blocks of a run, four by four, as rows of a table.</summary>
sealed class Comparison
{
    /// <summary>What telemetry may cost at most.</summary>
    const double Bar = 0.03;

    readonly List<(Block[] On, Block[] Off)> _quads = [];

    public int Quads => _quads.Count;

    int Failures => _quads.Sum(quad => quad.On.Concat(quad.Off).Sum(block => block.Failures));

    /// <summary>Two blocks with and two without, taken so that a drift of the machine meets both alike.</summary>
    public void Add(Block[] on, Block[] off) => _quads.Add((on, off));

    public IEnumerable<Measurement> Rows(string question) =>
    [
        Row($"processor time {question}, telemetry on / off", "µs", block => block.Processor, isHeld: true),
        Row("latency p50, on / off", "ms", block => block.Median, isHeld: true),
        Row("latency p99, on / off", "ms", block => block.Tail, isHeld: false),
        Noise("two blocks of one server without telemetry against each other, processor time", block => block.Processor),
        Noise("the same, latency p50", block => block.Median),
        new("questions without a good answer", Failures.ToString(CultureInfo.InvariantCulture), "0", Failures == 0),
    ];

    Measurement Row(string what, string unit, Func<Block, double> of, bool isHeld)
    {
        var ratios = new PairedRatios(_quads.Select(quad => quad.On.Average(of) / quad.Off.Average(of)));
        var (from, to) = ratios.Interval;
        bool? met = to < 1 + Bar ? true : from > 1 + Bar ? false : null;
        var figure = string.Create(
            CultureInfo.InvariantCulture,
            $"{Typical(quad => quad.On):0.##} / {Typical(quad => quad.Off):0.##} {unit}: {Text(ratios)}{(isHeld && met is null ? "; the bar is within it: undecided" : "")}");
        return isHeld ? new(what, figure, "< +3 %", met) : new(what, figure);

        double Typical(Func<(Block[] On, Block[] Off), Block[]> side) => new PairedRatios(_quads.SelectMany(side).Select(of)).Median;
    }

    Measurement Noise(string what, Func<Block, double> of) =>
        new(what, Text(new PairedRatios(_quads.Select(quad => of(quad.Off[1]) / of(quad.Off[0])))));

    static string Text(PairedRatios ratios)
    {
        var (from, to) = ratios.Interval;
        return double.IsInfinity(to)
            ? string.Create(CultureInfo.InvariantCulture, $"{Percent(ratios.Median)} (too few for an interval)")
            : string.Create(CultureInfo.InvariantCulture, $"{Percent(ratios.Median)} (95 %: {Percent(from)} to {Percent(to)})");

        static string Percent(double ratio) => ((ratio - 1) * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";
    }
}
