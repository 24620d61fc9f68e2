using System.Globalization;
using Attune.Recommending.Answers;

namespace Attune.Examining;

/// <summary>Tells which recommendation ids are of no answer.</summary>
/// <param name="answers">Where all answers of the workspace are kept.</param>
sealed class AnswerMatching(PastAnswers answers)
{
    const int Newest = 1_000;
    const int TimeDigits = 12;

    /// <summary>Of ids, those that can be looked up, and those of them that are of no answer.</summary>
    /// <remarks>An id that was never one of ours is known to be of none; one from before the oldest of the newest answers may have been let go of.</remarks>
    public async ValueTask<UnmatchedAnswers> MatchAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var oldest = answers.Latest(Newest) is { Count: > 0 } latest ? latest[^1].RecommendationId : null;
        var (looked, unknown) = (0, new List<string>());
        foreach (var id in ids)
        {
            var isOurs = id.Length == TimeDigits + 16 && UInt128.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            if (isOurs && (oldest is null || string.CompareOrdinal(id, oldest) < 0))
            {
                continue;
            }

            looked++;
            if (!isOurs || await answers.FindAsync(id, cancellation) is null)
            {
                unknown.Add(id);
            }
        }

        return new UnmatchedAnswers(looked, unknown);
    }
}
