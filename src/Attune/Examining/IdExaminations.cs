using Attune.Events;

namespace Attune.Examining;

/// <summary>Looks for the ids that events lack, or name in vain.</summary>
static class IdExaminations
{
    // Fewer say nothing of a share.
    const long FewestEvents = 100;
    const int FewestIds = 20;
    const int MostIds = 500;

    static readonly DataSign NoUser = new(
        "noUser", 0.95, 1,
        "Who is never named is a stranger at every visit: nothing is known of them the next day.",
        "Send userId for whoever is signed in; a visit's sessionId is joined to it by the first event that names both.");

    static readonly DataSign NoSession = new(
        "noSession", 0.95, 1,
        "Without sessionId what a visitor did before signing in is lost, and visits are told apart by time alone.",
        "Send the visit's id as sessionId with every event, signed in or not. Of data that never had one there is nothing to do.");

    static readonly DataSign NoRecommendation = new(
        "noRecommendation", 0.95, 1,
        "What became of the lists is not heard of: the ranker learns nothing, and click-through and conversion are unknown.",
        "Send the answer's recommendationId with impressions, and with clicks, carts and purchases that come of it.");

    static readonly DataSign Unmatched = new(
        "unknownRecommendations", 0.05, 0.5,
        "An outcome of an answer nobody gave is counted for nothing.",
        "Send recommendationId as the answer has it, unchanged, to the workspace that gave it; a cached page keeps an old one.");

    /// <summary>Events without user, session or recommendation.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> MissingAsync(HeldData held, CancellationToken cancellation)
    {
        var types = await held.TypesAsync(cancellation);
        var events = types.Sum(type => type.Events);
        if (events < FewestEvents)
        {
            return [];
        }

        var (anonymous, sessionless) = (types.Sum(type => type.Anonymous), types.Sum(type => type.Sessionless));
        var findings = new List<DataFinding>
        {
            NoUser.Judge(anonymous, events, $"{anonymous} of {events} events name no user.", []),
            NoSession.Judge(sessionless, events, $"{sessionless} of {events} events name no session.", []),
        };

        // Lists are shown where impressions tell of it; and what a file brings in cannot know what led to it.
        var outcomes = types.Where(type => type.Type == EventType.Click.Name || type.Type == EventType.Impression.Name).ToList();
        if (outcomes.Where(type => type.Type == EventType.Impression.Name).Sum(type => type.Prompt) >= FewestEvents)
        {
            var (all, without) = (outcomes.Sum(type => type.Prompt), outcomes.Sum(type => type.Unattributed));
            findings.Add(NoRecommendation.Judge(without, all, $"{without} of {all} impressions and clicks, sent as they happened, name no recommendation.", []));
        }

        return findings;
    }

    /// <summary>Recommendation ids of which there was no answer.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> UnmatchedAsync(HeldData held, CancellationToken cancellation)
    {
        if (held.KnownAnswers is not { } match)
        {
            return [];
        }

        var found = await match(await held.Survey.RecommendationIdsAsync(held.Query, MostIds, cancellation), cancellation);
        return found.Looked < FewestIds
            ? []
            :
            [
                Unmatched.Judge(
                    found.Unknown.Count, found.Looked,
                    $"{found.Unknown.Count} of the {found.Looked} recommendation ids named last that could be looked up are of no answer.",
                    found.Unknown.Take(held.Query.Examples)),
            ];
    }
}
