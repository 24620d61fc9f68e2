namespace Attune.History.Surveying;

/// <summary>Adds up how events are dated, as an engine gives them by minute and source; tells imports from clocks that are wrong.</summary>
/// <remarks>Memory: a number a minute, and an entry a minute and source in which something is behind.</remarks>
public sealed class ClockCount
{
    /// <summary>So many sources are told apart, those met first; what comes after them is counted as <see cref="Others"/>.</summary>
    public const int MostSources = 100;

    /// <summary>The name of the sources that are not told apart.</summary>
    public const string Others = "others";

    readonly Dictionary<string, SourceClock> _sources = new(StringComparer.Ordinal);
    readonly Dictionary<long, (long Events, long Behind)> _minutes = [];
    readonly List<(long Minute, string Source, long Behind, TimeSpan Most)> _behind = [];

    /// <summary>What one source sent in one minute.</summary>
    /// <param name="minute">The minute of acceptance, since 1970.</param>
    /// <param name="source">The source's name, empty for none.</param>
    /// <param name="events">How many events.</param>
    /// <param name="ahead">Of them, those ahead.</param>
    /// <param name="behind">Of them, those behind.</param>
    /// <param name="latest">Most microseconds that one is dated after its acceptance; negative where all are dated before.</param>
    /// <param name="earliest">The least of the same.</param>
    public void Add(long minute, string source, long events, long ahead, long behind, long latest, long earliest)
    {
        if (_sources.Count >= MostSources && !_sources.ContainsKey(source))
        {
            source = Others;
        }

        var known = _sources.GetValueOrDefault(source) ?? new SourceClock(source, 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero);
        _sources[source] = known with
        {
            Events = known.Events + events,
            Ahead = known.Ahead + ahead,
            MostAhead = ahead == 0 ? known.MostAhead : Longer(known.MostAhead, TimeSpan.FromMicroseconds(latest)),
        };
        var all = _minutes.GetValueOrDefault(minute);
        _minutes[minute] = (all.Events + events, all.Behind + behind);
        if (behind > 0)
        {
            _behind.Add((minute, source, behind, TimeSpan.FromMicroseconds(-(double)earliest)));
        }
    }

    /// <summary>The sum.</summary>
    public ClockTally Finish()
    {
        var imported = 0L;
        foreach (var (minute, source, behind, most) in _behind)
        {
            if (_minutes[minute] is var all && all.Behind * 2 >= all.Events)
            {
                imported += behind;
            }
            else
            {
                var known = _sources[source];
                _sources[source] = known with { Behind = known.Behind + behind, MostBehind = Longer(known.MostBehind, most) };
            }
        }

        return new ClockTally(
            _minutes.Values.Sum(minute => minute.Events),
            imported,
            [.. _sources.Values.OrderByDescending(source => source.Ahead + source.Behind).ThenBy(source => source.Source, StringComparer.Ordinal)]);
    }

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
