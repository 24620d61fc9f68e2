using Attune.Learning.Evaluation;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Blending;

/// <summary>Every question's candidates with each part's share: laid out so that a change of weights is one pass over them.</summary>
/// <remarks>
/// A question's candidates are the items of all parts' lists, by ascending item; a row of shares for each part. An item outside
/// a part's list has share 0 of it: what the list leaves out is taken for nothing.
/// </remarks>
sealed class BlendedQuestions
{
    const int QuestionsPerBlock = 64;

    readonly int _parts;
    readonly float[][] _shares;
    readonly bool[][] _relevant;
    readonly double[] _ideal;
    readonly int _k;

    internal BlendedQuestions(IReadOnlyList<TopLists> parts, HeldOut test, int k)
    {
        (_parts, _k) = (parts.Count, k);
        (_shares, _relevant, _ideal) = (new float[test.Count][], new bool[test.Count][], new double[test.Count]);
        var placeOf = new Dictionary<int, int>();
        for (var question = 0; question < test.Count; question++)
        {
            placeOf.Clear();
            var items = Union(parts, question);
            for (var place = 0; place < items.Length; place++)
            {
                placeOf[items[place]] = place;
            }

            var shares = new float[items.Length * _parts];
            for (var part = 0; part < _parts; part++)
            {
                var own = parts[part].ItemsOf(question);
                var ownShares = parts[part].SharesOf(question);
                for (var n = 0; n < own.Length; n++)
                {
                    shares[(part * items.Length) + placeOf[own[n]]] = ownShares[n];
                }
            }

            var relevant = test.RelevantOf(question);
            _shares[question] = shares;
            _relevant[question] = new bool[items.Length];
            for (var place = 0; place < items.Length; place++)
            {
                _relevant[question][place] = relevant.BinarySearch(items[place]) >= 0;
            }

            for (var rank = 1; rank <= Math.Min(k, relevant.Length); rank++)
            {
                _ideal[question] += Discount(rank);
            }
        }
    }

    internal int Count => _ideal.Length;

    /// <summary>NDCG by question with the given weights.</summary>
    internal double[] Ndcg(float[] weights, int threads, CancellationToken cancellation)
    {
        var figures = new double[Count];
        Blocks.Run(
            Count,
            QuestionsPerBlock,
            threads,
            () => new Scratch(_relevant.Max(candidates => candidates.Length), _k),
            (scratch, from, to) =>
            {
                for (var question = from; question < to; question++)
                {
                    figures[question] = Ndcg(question, weights, scratch);
                }
            },
            null,
            cancellation);
        return figures;
    }

    double Ndcg(int question, float[] weights, Scratch scratch)
    {
        var (shares, relevant) = (_shares[question], _relevant[question]);
        var scores = scratch.Scores.AsSpan(0, relevant.Length);
        scores.Clear();
        for (var part = 0; part < _parts; part++)
        {
            if (weights[part] > 0)
            {
                ScaledAddition.Add(weights[part], shares.AsSpan(part * relevant.Length, relevant.Length), scores);
            }
        }

        var gained = 0.0;
        var length = TopList.Take(scores, scratch.Best, scratch.BestScores);
        for (var at = 0; at < length && scratch.BestScores[at] > 0; at++)
        {
            gained += relevant[scratch.Best[at]] ? Discount(at + 1) : 0;
        }

        return gained / _ideal[question];
    }

    static int[] Union(IReadOnlyList<TopLists> parts, int question)
    {
        var items = new HashSet<int>();
        foreach (var part in parts)
        {
            foreach (var item in part.ItemsOf(question))
            {
                items.Add(item);
            }
        }

        int[] sorted = [.. items];
        Array.Sort(sorted);
        return sorted;
    }

    static double Discount(int rank) => 1 / Math.Log2(rank + 1);

    sealed class Scratch(int candidates, int k)
    {
        internal float[] Scores { get; } = new float[candidates];

        internal int[] Best { get; } = new int[k];

        internal float[] BestScores { get; } = new float[k];
    }
}
