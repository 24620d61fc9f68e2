using Attune.Learning.Evaluation;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>The models a <see cref="SessionModel"/> asks, trained on one set of sessions.</summary>
sealed class SessionParts
{
    const int RecentShare = 10;

    SessionParts(IReadOnlyList<IScorer> models, float[] popularity, float[] recent) =>
        (Models, Popularity, Recent) = (models, popularity, recent);

    /// <summary>What proposes items.</summary>
    internal IReadOnlyList<IScorer> Models { get; }

    /// <summary>By item: ln(1 + times taken up).</summary>
    internal float[] Popularity { get; }

    /// <summary>The same of the last tenth of the sessions.</summary>
    internal float[] Recent { get; }

    internal static SessionParts Train(Interactions train, SessionModelSettings settings, CancellationToken cancellation)
    {
        var index = SessionIndex.From(train, new SessionIndexSettings().Length, settings.Knn.Recent);
        var rules = SequentialRules.Train(train, settings.Rules, cancellation);
        var models = new List<IScorer>
        {
            new SessionScorer(index, train.Items, settings.Knn),
            new NeighborScorer(rules, new HistoryWeights { Recency = settings.RulesRecency }),
            new LastItemScorer(rules),
        };
        if (settings.Embedding is { } embedding)
        {
            models.Add(SessionEmbedding.Train(train, embedding, cancellation: cancellation));
        }

        var sequences = Sequences.From(train);
        return new SessionParts(
            models, Counts(sequences, train.Items, 0), Counts(sequences, train.Items, sequences.Count - (sequences.Count / RecentShare)));
    }

    static float[] Counts(Sequences sequences, int items, int from)
    {
        var counts = new float[items];
        for (var session = from; session < sequences.Count; session++)
        {
            foreach (var item in sequences.Of(session))
            {
                counts[item]++;
            }
        }

        return Array.ConvertAll(counts, count => MathF.Log(1 + count));
    }

    /// <summary>Where the last item alone leads.</summary>
    sealed class LastItemScorer(Neighbors.NeighborLists rules) : IScorer
    {
        public string Name => "last";

        public int Items => rules.Items;

        public void Score(History history, Span<float> scores)
        {
            scores.Fill(float.NegativeInfinity);
            if (history.Items.IsEmpty)
            {
                return;
            }

            var (neighbors, values) = (rules.Of(history.Items[^1]).ToArray(), rules.ScoresOf(history.Items[^1]).ToArray());
            for (var place = 0; place < neighbors.Length; place++)
            {
                scores[neighbors[place]] = values[place];
            }
        }
    }
}
