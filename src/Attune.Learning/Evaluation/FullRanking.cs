using Attune.Learning.Metrics;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Evaluation;

/// <summary>Ranks every item for every question, never a sample of them, and measures the lists.</summary>
/// <remarks>
/// <para><b>Order of a list.</b> By falling score, equal scores by lower item index; items the model says nothing of are left
/// out. Sampled candidates are not offered: they reorder models (Krichene and Rendle, KDD 2020).</para>
/// <para><b>Repeats</b> bit for bit at any thread count: each question writes its own figures, and sums go in order of
/// question.</para>
/// <para><b>Cost.</b> One <see cref="IScorer.ScoreMany"/> for 24 questions and O(items) a question; 96 bytes an item of scratch a thread.</para>
/// </remarks>
public static class FullRanking
{
    const int QuestionsPerBlock = 24;

    /// <summary>Asks the model every question.</summary>
    /// <param name="model">Trained on the split's train part only.</param>
    /// <param name="split">The questions, and what is known when they are asked.</param>
    /// <param name="settings">Cut-off, candidates, bootstrap.</param>
    /// <param name="novelty">Of the train part; null to count it here (the same for every model of one split).</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work within 24 questions.</param>
    /// <exception cref="ArgumentException">There are no questions, or the model scores another number of items.</exception>
    public static EvaluationResult Run(
        IScorer model,
        DataSplit split,
        RankingSettings settings,
        Novelty? novelty = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.K, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.K, 1000);
        var test = split.Test;
        if (test.Count == 0)
        {
            throw new ArgumentException("Nothing is held out: no user has both a history and something to find.", nameof(split));
        }

        if (model.Items != split.Train.Items)
        {
            throw new ArgumentException($"{model.Name} scores {model.Items} items; the data has {split.Train.Items}.", nameof(model));
        }

        var run = new Pass(model, split, settings, novelty ?? Novelty.From(split.Train));
        var scratches = Blocks.Run(
            test.Count, QuestionsPerBlock, settings.Threads, run.NewScratch, run.Ask, progress, cancellation);

        return run.Conclude(scratches);
    }

    sealed class Pass(IScorer model, DataSplit split, RankingSettings settings, Novelty novelty)
    {
        readonly double[] _recall = new double[split.Test.Count];
        readonly double[] _ndcg = new double[split.Test.Count];
        readonly double[] _reciprocalRank = new double[split.Test.Count];
        readonly double[] _hit = new double[split.Test.Count];
        readonly double[] _novelty = new double[split.Test.Count];

        internal Scratch NewScratch() => new(model.Items, settings.K);

        internal void Ask(Scratch scratch, int from, int to)
        {
            var (known, test, k) = (split.Known, split.Test, settings.K);
            var rows = scratch.Rows.AsSpan(0, to - from);
            for (var n = 0; n < rows.Length; n++)
            {
                rows[n] = test.RowOf(from + n);
            }

            model.ScoreMany(known, rows, scratch.Scores.AsSpan(0, rows.Length * model.Items));
            for (var question = from; question < to; question++)
            {
                var row = rows[question - from];
                var scores = scratch.Scores.AsSpan((question - from) * model.Items, model.Items);
                if (settings.LeaveOutSeen)
                {
                    foreach (var item in known.SeenOf(row))
                    {
                        scores[item] = float.NegativeInfinity;
                    }
                }

                var length = TopList.Take(scores, scratch.Best, scratch.BestScores);
                var ranked = scratch.Best.AsSpan(0, length);
                var list = RankedHits.Mark(ranked, test.RelevantOf(question), scratch.Hits);
                _recall[question] = Recall.At(k, list);
                _ndcg[question] = Ndcg.At(k, list);
                _reciprocalRank[question] = ReciprocalRank.At(k, list);
                _hit[question] = HitRate.At(k, list);
                _novelty[question] = novelty.At(k, ranked);
                scratch.Coverage.Add(ranked);
            }
        }

        internal EvaluationResult Conclude(IReadOnlyList<Scratch> scratches)
        {
            var coverage = new CatalogCoverage(model.Items);
            foreach (var scratch in scratches)
            {
                coverage.Add(scratch.Coverage);
            }

            var groups = new int[split.Test.Count];
            for (var question = 0; question < groups.Length; question++)
            {
                groups[question] = split.Test.GroupOf(question);
            }

            Estimate Mean(double[] values) =>
                Bootstrap.Mean(values, groups, settings.Resamples, settings.Seed, settings.Threads);

            return new EvaluationResult
            {
                Model = model.Name,
                K = settings.K,
                Questions = split.Test.Count,
                Recall = Mean(_recall),
                Ndcg = Mean(_ndcg),
                Mrr = Mean(_reciprocalRank),
                HitRate = Mean(_hit),
                Coverage = coverage.Value,
                Novelty = _novelty.Average(),
                ByQuestion = new QuestionFigures(_recall, _ndcg, _reciprocalRank, _hit, groups),
            };
        }
    }

    sealed class Scratch(int items, int k)
    {
        internal float[] Scores { get; } = new float[QuestionsPerBlock * items];

        internal int[] Rows { get; } = new int[QuestionsPerBlock];

        internal int[] Best { get; } = new int[k];

        internal float[] BestScores { get; } = new float[k];

        internal bool[] Hits { get; } = new bool[k];

        internal CatalogCoverage Coverage { get; } = new(items);
    }
}
