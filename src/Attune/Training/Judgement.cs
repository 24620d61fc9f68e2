using Attune.Generations;
using Attune.Learning.Evaluation;

namespace Attune.Training;

/// <summary>The backtest of one training: the new settings against what serves, on behaviour that neither has seen (ADR 0009).</summary>
/// <remarks>
/// The cut is the later of two: where the latest <see cref="TrainingSettings.HoldOut"/> of the events begin, and where the data
/// of the generation in service ends. So what users are asked for is unknown to both. Where too few users did anything
/// since, its settings are trained anew on the earlier part and compared in its stead. What is asked where the generation in
/// service ends may go on from its vectors, which know nothing beyond; anywhere earlier the training begins from scratch.
/// </remarks>
sealed class Judgement(TrainingData data, TrainingSettings settings, ModelRecipe recipe, Lineage lineage)
{
    /// <summary>Trains on the earlier part, asks, and decides.</summary>
    public (GateDecision Decision, IReadOnlyList<BacktestRow> Rows, int Questions) Of(
        Generation? served, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var unseen = served?.Manifest.DataUntil is { } until ? Backtest.NotBefore(data, settings, until.Micros + 1) : null;
        var direct = unseen?.Questions >= settings.FewestQuestions;
        if (!direct && lineage.Parent is { } parent)
        {
            var why = TooFew(unseen, parent.Number) + " it goes on from there, so the settings are the same and the data is more.";
            return (new GateDecision(true, why), [], 0);
        }

        var backtest = direct ? unseen! : Backtest.OfLatest(data, settings);
        if (backtest.Questions == 0)
        {
            return (new GateDecision(true, Unjudged), [], 0);
        }

        var models = backtest.Train(recipe, direct ? lineage.Start : default, new StageProgress(progress, "backtest", 0.05, 0.4), cancellation);
        var asking = new StageProgress(progress, "asking", 0.4, served is null ? 0.6 : 0.5);
        var results = backtest.Ask(models.Scorers(), asking, cancellation);
        var rows = results.Select(result => Row(result, "")).ToList();
        if (served is null)
        {
            return (new GateDecision(true, First(results)), rows, backtest.Questions);
        }

        var name = FormattableString.Invariant($"generation {served.Manifest.Number}");
        if (!direct && SameModels(served))
        {
            var few = TooFew(unseen, served.Manifest.Number) + " the settings are the same and the data is more.";
            return (new GateDecision(true, few), rows, backtest.Questions);
        }

        var others = new StageProgress(progress, "asking what serves", 0.5, 0.6);
        var servedResults = backtest.Ask(
            direct ? ServedScorer.Of(served, data.ItemIds) : Retrained(backtest, served, others, cancellation), others, cancellation);
        rows.AddRange(servedResults.Select(result => Row(result, name + " ")));

        // A slot that only one of the two fills is judged by the search that filled it.
        var common = Math.Min(results.Count - 1, servedResults.Count);
        var decision = Gate.Compare(
            [.. results.Skip(1).Take(common)], [.. servedResults.Take(common)], direct ? name : $"the settings of {name}, trained on the same part", settings.Seed);
        return (decision, rows, backtest.Questions);
    }

    const string Unjudged =
        "Published without a judgement: nobody known before the cut took up anything new after it.";

    string TooFew(Backtest? unseen, int served) => FormattableString.Invariant(
        $"Published: {unseen?.Questions ?? 0} users did something new since generation {served} was trained, too few to compare ({settings.FewestQuestions} are the fewest);");

    static string First(IReadOnlyList<EvaluationResult> results) => FormattableString.Invariant(
        $"Published as the first: NDCG@{results[0].K} is {results[2].Ndcg.Mean:0.0000} for {results[2].Model}, {results[1].Ndcg.Mean:0.0000} for {results[1].Model} and {results[0].Ndcg.Mean:0.0000} for popularity ({results[0].Questions} users).");

    bool SameModels(Generation served) => recipe.MakesTheSameAs(ModelRecipe.Of(served.Manifest, settings));

    // The data's fading is that of the new settings; where the other's differs, it is part of what is compared.
    IReadOnlyList<IScorer> Retrained(
        Backtest backtest, Generation served, StageProgress progress, CancellationToken cancellation) =>
        [.. backtest.Train(ModelRecipe.Of(served.Manifest, settings), default, progress, cancellation).Scorers().Skip(1)];

    static BacktestRow Row(EvaluationResult result, string prefix) => new(
        prefix + result.Model,
        result.Ndcg.Mean,
        result.Ndcg.Low,
        result.Ndcg.High,
        result.Recall.Mean,
        result.Mrr.Mean,
        result.Coverage,
        result.Novelty);
}
