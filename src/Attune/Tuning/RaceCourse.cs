using Attune.Learning.Evaluation;
using Attune.Learning.Metrics;
using Attune.Learning.Splits;

namespace Attune.Tuning;

/// <summary>What all models of a race are trained on and asked: one validation split, and how lists are made of it.</summary>
/// <param name="Validation">Cut out of train alone.</param>
/// <param name="LeaveOutSeen">True where known items are no candidates.</param>
/// <param name="Timed">True where times are real.</param>
/// <param name="K">Cut-off of NDCG.</param>
/// <param name="Seed">Of the draws of questions and of the bootstrap.</param>
/// <param name="Threads">0 = all processors.</param>
sealed record RaceCourse(DataSplit Validation, bool LeaveOutSeen, bool Timed, int K, int Seed, int Threads)
{
    /// <summary>The same with at most so many questions, drawn with the seed and a number that tells draws apart.</summary>
    internal DataSplit Drawn(int questions, int draw) => Validation with { Test = Validation.Test.Sample(questions, Seed + draw) };

    /// <summary>Asks a model the questions of a draw.</summary>
    internal EvaluationResult Ask(IScorer scorer, DataSplit drawn, Novelty novelty, CancellationToken cancellation) => FullRanking.Run(
        scorer,
        drawn,
        new RankingSettings { K = K, LeaveOutSeen = LeaveOutSeen, Seed = Seed, Resamples = 0, Threads = Threads },
        novelty,
        null,
        cancellation);
}
