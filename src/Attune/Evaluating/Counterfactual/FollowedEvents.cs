using Attune.Events;

namespace Attune.Evaluating.Counterfactual;

/// <summary>Where in a stream a list might have been shown, and what its user took up then.</summary>
/// <param name="At">The list is shown just before the event of this index.</param>
/// <param name="Wanted">Indices of the events that tell what was wanted, ascending, the first being <paramref name="At"/>.</param>
sealed record FollowedQuestion(int At, IReadOnlyList<int> Wanted);

/// <summary>Finds the questions that a stream answers itself.</summary>
static class FollowedEvents
{
    const long VisitMicros = 30 * 60 * EventTime.MicrosPerSecond;

    /// <summary>
    /// A user's first event at which nothing taken up before is still being followed, then the next such one, and so on; of all these
    /// as many as are wanted, evenly spread.
    /// </summary>
    /// <param name="events">In their order.</param>
    /// <param name="weights">What counts as taking up: what says anything of the item.</param>
    /// <param name="settings">How many, and how far is followed.</param>
    public static IReadOnlyList<FollowedQuestion> Find(IReadOnlyList<UserEvent> events, EventWeights weights, CounterfactualSettings settings)
    {
        var open = new Dictionary<string, (List<int> Wanted, EventTime From)>(StringComparer.Ordinal);
        var found = new List<FollowedQuestion>();
        for (var at = 0; at < events.Count; at++)
        {
            if (events[at] is not { User: { } user, Item: not null } happened || weights.Strength(happened.Type, happened.Value) <= 0)
            {
                continue;
            }

            if (open.TryGetValue(user.Value, out var under)
                && under.Wanted.Count < settings.Following && happened.Time.Micros - under.From.Micros < VisitMicros)
            {
                under.Wanted.Add(at);
            }
            else
            {
                var wanted = new List<int> { at };
                open[user.Value] = (wanted, happened.Time);
                if (at >= settings.WarmUp)
                {
                    found.Add(new FollowedQuestion(at, wanted));
                }
            }
        }

        return found.Count <= settings.Questions ? found
            : [.. Enumerable.Range(0, settings.Questions).Select(n => found[(int)((long)n * found.Count / settings.Questions)])];
    }
}
