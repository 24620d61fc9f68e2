namespace Attune.Live;

/// <summary>Which items count as taken up together.</summary>
public sealed record CoVisitSettings
{
    /// <summary>Two items of one profile at most this far apart are together. 1 minute to 24 hours; default 30 minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Items of a visit kept to pair with the next. 1 to 100; default 10.</summary>
    public int Visit { get; init; } = 10;

    /// <summary>Visits followed at once, in each partition; the longest untouched are dropped. 100 to 1 000 000; default 20 000.</summary>
    public int Visits { get; init; } = 20_000;

    /// <summary>Partners kept for each item, of each kind of co-visit. 4 to 1 000; default 64.</summary>
    public int Partners { get; init; } = 64;

    /// <summary>After this long a pair says half as much. 1 hour to 10 years; default 7 days.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(7);
}
