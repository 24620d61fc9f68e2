namespace Attune.Learning.Sessions;

/// <summary>The plain definition of <see cref="SessionSearch"/>: every session is looked at, everything is written out.</summary>
/// <remarks>For tests: O(sessions · length) a question, and it allocates. The index must not be written to meanwhile.</remarks>
public static class SessionKnn
{
    /// <summary>What may come next in a session, with scores, by item.</summary>
    public static IReadOnlyDictionary<int, float> Ask(
        SessionIndex index, SessionKnnSettings settings, ReadOnlySpan<int> session, long except = SessionIndex.NoSession)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(settings);
        var question = session[Math.Max(0, session.Length - settings.QuestionLength)..].ToArray();
        var held = Held(index);
        var neighbors = held
            .Where(candidate => candidate.Number != except)
            .Select(candidate => (candidate.Number, candidate.Items, Likeness: Likeness(index, held, settings, question, candidate)))
            .Where(candidate => candidate.Likeness > 0)
            .OrderByDescending(candidate => candidate.Likeness)
            .ThenByDescending(candidate => candidate.Number)
            .Take(settings.Neighbors);
        var scores = new Dictionary<int, float>();
        foreach (var (_, items, likeness) in neighbors)
        {
            var at = SessionSearch.LatestShared(items, question);
            for (var place = 0; place < items.Length; place++)
            {
                var weight = likeness * SessionSearch.LengthFactor(items.Length, settings.LengthExponent)
                    * MathF.Pow(settings.NearnessDecay, Math.Abs(place - at) - 1) * (place < at ? settings.Backward : 1);
                if (place != at && weight > 0)
                {
                    scores[items[place]] = scores.GetValueOrDefault(items[place]) + weight;
                }
            }
        }

        return scores.ToDictionary(
            score => score.Key, score => score.Value * SessionSearch.Raised(index, score.Key, settings.ItemRarity));
    }

    static List<(long Number, int[] Items)> Held(SessionIndex index)
    {
        var held = new List<(long, int[])>();
        var room = new int[index.Settings.Length];
        for (var number = Math.Max(1, index.Newest - index.Settings.Capacity + 1); number <= index.Newest; number++)
        {
            held.Add((number, room[..index.Read(number, room)]));
        }

        return held;
    }

    static float Likeness(
        SessionIndex index,
        List<(long Number, int[] Items)> held,
        SessionKnnSettings settings,
        int[] question,
        (long Number, int[] Items) candidate)
    {
        var likeness = 0f;
        for (var place = question.Length - 1; place >= 0; place--)
        {
            var item = question[place];
            if (Array.LastIndexOf(question, item) == place && candidate.Items.Contains(item)
                && IsRecent(held, settings.Recent, item, candidate.Number))
            {
                likeness += MathF.Pow(settings.PositionDecay, question.Length - 1 - place)
                    * SessionSearch.Raised(index, item, settings.SharedRarity);
            }
        }

        return likeness * SessionSearch.Recency(index.Newest - candidate.Number, settings.RecencyHalfLife);
    }

    // By beginning: the same order as by the moment the item came in, where sessions are appended one after the other.
    static bool IsRecent(List<(long Number, int[] Items)> held, int recent, int item, long number) =>
        held.Count(other => other.Number > number && other.Items.Contains(item)) < recent;
}
