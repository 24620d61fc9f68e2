namespace Attune.Client.Wire;

/// <summary>How the server served lately: the answer of <c>GET /v1/status/series</c>. Of the whole process, all workspaces together.</summary>
/// <param name="EverySeconds">The usual time between two points.</param>
/// <param name="Points">Oldest first; those of the last hour at most, none before the process began.</param>
public sealed record SeriesAnswer(double EverySeconds, IReadOnlyList<SeriesPoint> Points);

/// <summary>What happened from the point before to this one. Rates are per second.</summary>
public sealed record SeriesPoint
{
    /// <summary>When it ends.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Seconds it is about.</summary>
    public required double Seconds { get; init; }

    /// <summary>Events accepted, per second.</summary>
    public required double Events { get; init; }

    /// <summary>Events refused, per second.</summary>
    public required double Refused { get; init; }

    /// <summary>HTTP requests answered, per second.</summary>
    public required double Requests { get; init; }

    /// <summary>Of them, those that ended with a status of 500 or above, per second.</summary>
    public required double Failed { get; init; }

    /// <summary>Recommendations answered, per second, by the rung they reached; rungs without any are left out.</summary>
    public required IReadOnlyDictionary<string, double> Rungs { get; init; }

    /// <summary>From an event's acceptance to its effect being visible; null where no event came.</summary>
    public SeriesTimes? Freshness { get; init; }

    /// <summary>From question to recommendation; null where none was asked for.</summary>
    public SeriesTimes? Answers { get; init; }

    /// <summary>Group commits of the log; null where there was none.</summary>
    public SeriesTimes? Commits { get; init; }

    /// <summary>Durable events that answers did not know yet, at its end.</summary>
    public required long LiveLag { get; init; }

    /// <summary>Durable events that the history did not hold yet, at its end.</summary>
    public required long ArchiveLag { get; init; }

    /// <summary>Memory the process held, in bytes, at its end.</summary>
    public required long Memory { get; init; }
}

/// <summary>Percentiles in milliseconds, as near as the metric's buckets tell.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">19 of 20 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record SeriesTimes(double P50, double P95, double P99);
