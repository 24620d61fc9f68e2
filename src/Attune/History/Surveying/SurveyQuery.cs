using Attune.Events;

namespace Attune.History.Surveying;

/// <summary>Which events a survey is of, and from where on one is out of the ordinary.</summary>
public sealed record SurveyQuery
{
    /// <summary>When it is asked.</summary>
    public required EventTime Now { get; init; }

    /// <summary>Only events accepted at or after this instant, except where a question says otherwise.</summary>
    public required EventTime Since { get; init; }

    /// <summary>The same act on the same item so soon after the one before is a repeat. 0 to 1 hour; default 1 second.</summary>
    public TimeSpan RepeatWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An event dated further than this beyond its acceptance is ahead. 0 to 1 day; default 5 minutes.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An event dated further than this before its acceptance is behind. 1 minute to 36 500 days; default 1 day.</summary>
    public TimeSpan Behind { get; init; } = TimeSpan.FromDays(1);

    /// <summary>An event accepted so soon after it happened was sent as it happened. 1 second to 1 day; default 5 minutes.</summary>
    public TimeSpan Prompt { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>More acts than this in one minute are no person's. 1 to 1 000 000; default 120.</summary>
    public int MostAMinute { get; init; } = 120;

    /// <summary>More acts than this in one day are no person's. 1 to 100 000 000; default 5 000.</summary>
    public int MostADay { get; init; } = 5_000;

    /// <summary>The time before <see cref="Now"/> that is compared. 1 minute to 365 days; default 1 day.</summary>
    public TimeSpan Lately { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The time before <see cref="Lately"/> that it is compared with. 1 minute to 3 650 days; default 7 days.</summary>
    public TimeSpan Earlier { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Most examples of a finding. 0 to 100; default 5.</summary>
    public int Examples { get; init; } = 5;

    /// <summary>Types that come in numbers no hand makes, or as often as a player beats: neither repeats nor rates are counted of them.</summary>
    public static IReadOnlyList<EventType> NotActs { get; } = [EventType.Impression, EventType.Portion, EventType.Merge];

    /// <summary>Types that one sends many of with one press: orders and questionnaires. Rates are not counted of them either.</summary>
    public static IReadOnlyList<EventType> InBulk { get; } = [.. NotActs, EventType.Purchase, EventType.Rating];

    /// <summary>Refuses a query that is out of its limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A field is; the message says which, its value and its limits.</exception>
    public SurveyQuery Checked()
    {
        Within(RepeatWithin.TotalHours, 0, 1, nameof(RepeatWithin), "hours");
        Within(Ahead.TotalDays, 0, 1, nameof(Ahead), "days");
        Within(Behind.TotalMinutes, 1, 36_500 * 1_440.0, nameof(Behind), "minutes");
        Within(Prompt.TotalSeconds, 1, 86_400, nameof(Prompt), "seconds");
        Within(MostAMinute, 1, 1_000_000, nameof(MostAMinute), "acts");
        Within(MostADay, 1, 100_000_000, nameof(MostADay), "acts");
        Within(Lately.TotalMinutes, 1, 365 * 1_440.0, nameof(Lately), "minutes");
        Within(Earlier.TotalMinutes, 1, 3_650 * 1_440.0, nameof(Earlier), "minutes");
        Within(Examples, 0, 100, nameof(Examples), "examples");
        return this;
    }

    static void Within(double value, double least, double most, string field, string unit)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(field, value, $"{field} is {least} to {most} {unit}.");
        }
    }
}
