using Attune.Generations;
using Attune.Learning.Neighbors;
using Attune.Live;

namespace Attune.Recommending.Candidates;

/// <summary>What is bought with an item or a cart, or after it was looked at: by the generation's complements and by the stream since.</summary>
/// <remarks>
/// By the stream a pair scores as in <see cref="TogetherItems"/>, w / (√(cᵢ · cⱼ) + shrinkage). For complements w is what was bought
/// together times its share of all that was taken up together: things that are compared, of which one is bought, are together
/// often and bought together seldom.
/// </remarks>
static class BoughtItems
{
    /// <summary>Adds to the pool what goes with the question's item, or with all of its cart: scores add up over the items.</summary>
    public static void AddComplements(Question question, float shrinkage, Scratch scratch, int most)
    {
        var room = scratch.Room.AsSpan(0, most);
        if (question.Generation is { Complements: { } lists } generation)
        {
            foreach (var subject in question.Subjects)
            {
                AddTrained(generation, lists, subject, scratch);
            }

            scratch.Pool.Add(CandidateSource.Bought, scratch.Scores.Take(room), question.Weights[CandidateSource.Bought]);
        }

        var (overlay, found) = (question.Overlay, new Partners(question.Overlay));
        var together = new Dictionary<int, float>();
        foreach (var subject in question.Subjects)
        {
            together.Clear();
            for (var n = found.Read(overlay.Together, subject) - 1; n >= 0; n--)
            {
                together[found.Items[n]] = found.Weights[n];
            }

            for (var n = found.Read(overlay.CoVisits.Bought, subject) - 1; n >= 0; n--)
            {
                var bought = found.Weights[n];
                var share = bought / Math.Max(bought, together.GetValueOrDefault(found.Items[n]));
                AddByStream(question, subject, found.Items[n], bought * share, shrinkage, scratch);
            }
        }

        scratch.Pool.Add(CandidateSource.Bought, scratch.Scores.Take(room), question.Weights[CandidateSource.Together]);
    }

    /// <summary>Adds to the pool what was bought by those who had looked at the question's items.</summary>
    public static void AddBoughtAfter(Question question, float shrinkage, Scratch scratch, int most)
    {
        var found = new Partners(question.Overlay);
        foreach (var subject in question.Subjects)
        {
            for (var n = found.Read(question.Overlay.CoVisits.BoughtAfter, subject) - 1; n >= 0; n--)
            {
                AddByStream(question, subject, found.Items[n], found.Weights[n], shrinkage, scratch);
            }
        }

        scratch.Pool.Add(CandidateSource.Bought, scratch.Scores.Take(scratch.Room.AsSpan(0, most)), question.Weights[CandidateSource.Bought]);
    }

    static void AddTrained(Generation generation, NeighborLists lists, int subject, Scratch scratch)
    {
        if (generation.RowOf(subject) is not (>= 0 and var row))
        {
            return;
        }

        var rows = lists.Of(row);
        var scores = lists.ScoresOf(row);
        for (var n = 0; n < rows.Length; n++)
        {
            if (generation.OrdinalOf(rows[n]) is var item && scratch.Allowed.Contains(item))
            {
                scratch.Scores.Add(item, scores[n]);
            }
        }
    }

    static void AddByStream(Question question, int subject, int item, float weight, float shrinkage, Scratch scratch)
    {
        if (scratch.Allowed.Contains(item))
        {
            var counts = question.Overlay.Trending.Views[^1];
            var scale = (float)counts.ScaleAt(question.Overlay.Latest);
            var expected = MathF.Sqrt(counts.Of(subject) * counts.Of(item)) * scale;
            scratch.Scores.Add(item, weight / (expected + shrinkage + 1e-9f));
        }
    }

    sealed class Partners(Overlay overlay)
    {
        public int[] Items { get; } = new int[overlay.Together.MostPartners];

        public float[] Weights { get; } = new float[overlay.Together.MostPartners];

        public int Read(CoVisits pairs, int item) => pairs.Read(item, overlay.Latest, Items, Weights);
    }
}
