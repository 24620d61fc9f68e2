using System.Globalization;
using Attune.Learning.Evaluation;

namespace Attune.Training;

/// <summary>Whether a new generation may replace the one in service, in a word and in a sentence.</summary>
/// <param name="Publish">True where it may.</param>
/// <param name="Sentence">Why, with the figures.</param>
sealed record GateDecision(bool Publish, string Sentence);

/// <summary>Lets a generation through unless it is worse than the one in service beyond chance (ADR 0009).</summary>
/// <remarks>
/// <b>Figure.</b> By user asked: the mean of the NDCG of the models in the slots that both fill, since all of them bring candidates. Compared are
/// the same users with both; the new one is held back where the whole 95 % bootstrap interval of the difference is below 0.
/// </remarks>
static class Gate
{
    /// <summary>Compares the new models with those in service.</summary>
    /// <param name="candidate">The new models' results, in the order of the other's.</param>
    /// <param name="served">The results of those in service, on the same questions.</param>
    /// <param name="servedName">What the ones in service are called in the sentence.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static GateDecision Compare(
        IReadOnlyList<EvaluationResult> candidate, IReadOnlyList<EvaluationResult> served, string servedName, int seed)
    {
        var (mine, theirs) = (ByQuestion(candidate), ByQuestion(served));
        var difference = Bootstrap.Difference(mine, theirs, candidate[0].ByQuestion.Groups, resamples: 1000, seed);
        var publish = difference.High >= 0;
        var first = candidate[0];
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{(publish ? "Published" : "Not published")}: NDCG@{first.K} is {mine.Average():0.0000} against {theirs.Average():0.0000} of {servedName}, {Word(difference)} by {Math.Abs(difference.Mean):0.0000} (95 % interval of the difference {difference.Low:0.0000} to {difference.High:0.0000}, {first.Questions} users).");
        return new GateDecision(publish, sentence);
    }

    static string Word(Estimate difference) => difference switch
    {
        { Low: > 0 } => "better",
        { High: < 0 } => "worse",
        _ => "within chance, different",
    };

    static double[] ByQuestion(IReadOnlyList<EvaluationResult> models)
    {
        var mean = new double[models[0].Questions];
        for (var question = 0; question < mean.Length; question++)
        {
            mean[question] = models.Average(model => model.ByQuestion.Ndcg[question]);
        }

        return mean;
    }
}
