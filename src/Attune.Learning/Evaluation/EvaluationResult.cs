namespace Attune.Learning.Evaluation;

/// <summary>How good one model's lists were.</summary>
public sealed record EvaluationResult
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The cut-off of every figure.</summary>
    public required int K { get; init; }

    /// <summary>How many questions were asked: users, or prefixes of sessions.</summary>
    public required int Questions { get; init; }

    /// <summary>Mean Recall@k.</summary>
    public required Estimate Recall { get; init; }

    /// <summary>Mean NDCG@k.</summary>
    public required Estimate Ndcg { get; init; }

    /// <summary>Mean reciprocal rank at k.</summary>
    public required Estimate Mrr { get; init; }

    /// <summary>Share of the questions with a hit in the first k.</summary>
    public required Estimate HitRate { get; init; }

    /// <summary>Share of the items in at least one list.</summary>
    public required double Coverage { get; init; }

    /// <summary>Mean over the lists of mean self-information, in bits.</summary>
    public required double Novelty { get; init; }

    /// <summary>By question, in the order of <see cref="Splits.HeldOut"/>: for paired comparison of two models.</summary>
    public required QuestionFigures ByQuestion { get; init; }

    /// <summary>The means, question by question, over results of the same questions: one model from several seeds.</summary>
    /// <param name="results">At least one.</param>
    /// <param name="settings">Of the bootstrap.</param>
    public static EvaluationResult MeanOf(IReadOnlyList<EvaluationResult> results, RankingSettings settings)
    {
        var first = results[0];
        if (results.Count == 1)
        {
            return first;
        }

        double[] Average(Func<QuestionFigures, double[]> column) =>
            [.. Enumerable.Range(0, first.Questions).Select(question => results.Average(result => column(result.ByQuestion)[question]))];

        Estimate Mean(double[] values) =>
            Bootstrap.Mean(values, first.ByQuestion.Groups, settings.Resamples, settings.Seed, settings.Threads);

        var figures = new QuestionFigures(
            Average(of => of.Recall), Average(of => of.Ndcg), Average(of => of.ReciprocalRank), Average(of => of.Hit), first.ByQuestion.Groups);
        return first with
        {
            Recall = Mean(figures.Recall),
            Ndcg = Mean(figures.Ndcg),
            Mrr = Mean(figures.ReciprocalRank),
            HitRate = Mean(figures.Hit),
            Coverage = results.Average(result => result.Coverage),
            Novelty = results.Average(result => result.Novelty),
            ByQuestion = figures,
        };
    }
}

/// <summary>The figures of every question, as columns.</summary>
/// <param name="Recall">Recall@k.</param>
/// <param name="Ndcg">NDCG@k.</param>
/// <param name="ReciprocalRank">Reciprocal rank at k.</param>
/// <param name="Hit">1 or 0.</param>
/// <param name="Groups">The group a question is resampled with.</param>
public sealed record QuestionFigures(double[] Recall, double[] Ndcg, double[] ReciprocalRank, double[] Hit, int[] Groups);
