using Attune.Events;
using Attune.Profiles;

namespace Attune.Recommending.Candidates;

/// <summary>What somebody does just now says more of the next step than a long past: the visit under way is given a least say.</summary>
/// <remarks>The visit is what was done without a pause of half an hour, up to now; after such a pause there is none, and the
/// past speaks alone.</remarks>
static class VisitUnderWay
{
    const long LongestPauseSeconds = 30 * 60;

    /// <summary>The place in the ring where the visit begins; the ring's length where there is none.</summary>
    public static int Start(ReadOnlySpan<Interaction> recent, EventTime now)
    {
        var (start, later) = (recent.Length, now.Micros / EventTime.MicrosPerSecond);
        while (start > 0 && later - recent[start - 1].Seconds <= LongestPauseSeconds)
        {
            start--;
            later = Math.Min(later, recent[start].Seconds);
        }

        return start;
    }

    /// <summary>Moves weight from before the visit to the visit, so that it has the least share of the sum; the sum stays.</summary>
    /// <param name="weights">By place in the ring.</param>
    /// <param name="start">Where the visit begins.</param>
    /// <param name="least">0 to below 1. A visit that has as much is left alone.</param>
    public static void Raise(Span<float> weights, int start, double least)
    {
        var (past, visit) = (Sum(weights[..start]), Sum(weights[start..]));
        if (!(past > 0) || !(visit > 0) || visit >= least * (past + visit))
        {
            return;
        }

        Scale(weights[..start], (float)((1 - least) * (past + visit) / past));
        Scale(weights[start..], (float)(least * (past + visit) / visit));
    }

    static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    static void Scale(Span<float> weights, float factor)
    {
        foreach (ref var weight in weights)
        {
            weight *= factor;
        }
    }
}
