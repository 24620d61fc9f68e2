using Attune.Learning.Sessions;

namespace Attune.Live;

/// <summary>The overlay at one place of the log.</summary>
/// <param name="Applied">By partition: the offset after the last event counted.</param>
/// <param name="Latest">The latest event time counted, in microseconds since 1970.</param>
/// <param name="Trending">One view a half-life, unshared.</param>
/// <param name="CoVisits">By kind, then by item: its partners; the lists are never changed again.</param>
/// <param name="Sessions">The session index.</param>
/// <param name="Visits">By partition: the visits under way, encoded.</param>
/// <param name="Outcomes">What was learned from outcomes.</param>
sealed record OverlaySnapshot(
    long[] Applied, long Latest, TrendingView[] Trending, PartnerList?[][] CoVisits, SessionsHeld Sessions, byte[][] Visits, OutcomesHeld Outcomes)
{
    /// <summary>The removals of users it is counted without.</summary>
    public int Removals { get; init; }
}
