using Attune.Evaluating.Models;
using Attune.Generations;
using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Learning.Metrics;
using Attune.Recommending;
using Attune.Training;
using Attune.Training.Slots;

namespace Attune.Tuning;

/// <summary>Searches the plan that would have foretold the latest part of the own history best, and compares it with what serves now.</summary>
/// <remarks>
/// What is searched is what is served: the models that can fill the slots of similar items, of taste and of what comes next, trained on
/// the earlier part as a training makes them, popularity beside them, and what each weighs. The live sources and the trend stay as
/// they are: a cut in time says nothing of visits under way. What the model of what comes next should weigh is its share of that source,
/// beside the index of visits, and the slot stays empty where the blend does without.
/// </remarks>
sealed class PlanSearch(TrainingSettings training, RecommendSettings recommend, TuningSettings settings, TimeProvider clock)
{
    // Neither the index nor the model falls silent: the one knows what happened since, the other what it has not seen in a row.
    const double LeastShare = 0.1;

    /// <summary>Finds a plan, or says why the one there is stays.</summary>
    /// <param name="ground">The history, cut.</param>
    /// <param name="current">The plan followed now; null for none.</param>
    /// <param name="progress">Told the share of the budget used.</param>
    /// <param name="cancellation">Ends the search; nothing is written here.</param>
    internal (TrainingPlan? Plan, TuningReport Report) Run(
        TuningGround ground, TrainingPlan? current, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        List<Contender> contenders =
        [
            New(ground, TrialSlot.None, ModelNames.Popularity),
            .. SlotTrainers.OfSimilar.Select(model => New(ground, TrialSlot.Similar, model)),
            .. SlotTrainers.OfTaste.Select(model => New(ground, TrialSlot.Taste, model)),
            .. SlotTrainers.OfNext.Where(model => model.Length > 0 && NextWeight(current) > 0).Select(model => New(ground, TrialSlot.Next, model)),
        ];
        var course = new RaceCourse(ground.Split, LeaveOutSeen: true, Timed: true, training.CutOff, training.Seed, training.Threads);
        var race = new Race(course, settings, clock).Run(contenders, progress, cancellation);
        var report = new TuningReport { Why = race.Why, Trials = race.Trials, Questions = race.Questions, Took = clock.GetElapsedTime(began) };
        if (race.Served is null)
        {
            return (null, report with { Verdict = "The plan stays as it is: nothing could be tried." });
        }

        progress?.Report(new TrainingProgress(1, "comparing with what serves now"));
        var split = course.Drawn(training.MostQuestions, 2);
        var novelty = Novelty.From(split.Train);
        var weights = Weights(ground.Recipe, current);
        var now = Now(contenders, ground.Recipe, weights);
        var asNow = now.Count == 0 ? null : course.Ask(new BlendScorer(now, leaveOutKnown: true), split, novelty, cancellation);
        var asFound = course.Ask(
            new BlendScorer([.. race.Served.Parts.Select(part => new BlendPart(part.Model.Scorer!, part.Weight))], leaveOutKnown: true), split, novelty, cancellation);
        report = report with { Now = asNow?.Ndcg.Mean, Found = asFound.Ndcg.Mean, Took = clock.GetElapsedTime(began) };
        if (asNow is not null && Level(asFound, asNow) is { } level)
        {
            return (null, report with { Verdict = level });
        }

        var plan = Plan(contenders, race.Served, ground.Recipe, weights, current);
        var above = asNow is null
            ? default
            : Bootstrap.Difference(asFound.ByQuestion.Ndcg, asNow.ByQuestion.Ndcg, asNow.ByQuestion.Groups, settings.Resamples, training.Seed);
        var verdict = asNow is null
            ? FormattableString.Invariant($"A plan was made: what serves now could not be tried in the time; NDCG@{training.CutOff} of the plan is {asFound.Ndcg.Mean:0.0000}.")
            : FormattableString.Invariant($"A plan was made: NDCG@{training.CutOff} {asFound.Ndcg.Mean:0.0000} against {asNow.Ndcg.Mean:0.0000} of what is trained now, a difference of {above.Mean:+0.0000;-0.0000} [{above.Low:+0.0000;-0.0000} {above.High:+0.0000;-0.0000}] ({asNow.Questions} users). The next training follows it.");
        return (plan with { Why = [verdict, .. race.Why] }, report with { Verdict = verdict });
    }

    static Contender New(TuningGround ground, TrialSlot slot, string model) => new(model, slot, new SlotTrial(ground, slot, model), keepFirst: true);

    string? Level(EvaluationResult found, EvaluationResult now)
    {
        var above = Bootstrap.Difference(found.ByQuestion.Ndcg, now.ByQuestion.Ndcg, now.ByQuestion.Groups, settings.Resamples, training.Seed);
        return above.Low > 0 && above.Mean >= settings.LeastGain * now.Ndcg.Mean
            ? null
            : FormattableString.Invariant($"The plan stays as it is: the best found has NDCG@{training.CutOff} {found.Ndcg.Mean:0.0000} against {now.Ndcg.Mean:0.0000}, a difference of {above.Mean:+0.0000;-0.0000} [{above.Low:+0.0000;-0.0000} {above.High:+0.0000;-0.0000}]; a tie is under {settings.LeastGain * 100:0.#} % or within chance ({now.Questions} users).");
    }

    double NextWeight(TrainingPlan? current) => current?.Weights.GetValueOrDefault("next", recommend.NextWeight) ?? recommend.NextWeight;

    Dictionary<TrialSlot, double> Weights(ModelRecipe recipe, TrainingPlan? current) => new()
    {
        [TrialSlot.Similar] = current?.Weights.GetValueOrDefault("similar", recommend.SimilarWeight) ?? recommend.SimilarWeight,
        [TrialSlot.Taste] = current?.Weights.GetValueOrDefault("taste", recommend.TasteWeight) ?? recommend.TasteWeight,
        [TrialSlot.None] = current?.Weights.GetValueOrDefault("popular", recommend.PopularWeight) ?? recommend.PopularWeight,
        [TrialSlot.Next] = recipe.Next.Length == 0 ? 0 : NextWeight(current) * (recipe.Planned(NextModel.ShareSetting) ?? NextModel.UsualShare),
    };

    static List<BlendPart> Now(List<Contender> contenders, ModelRecipe recipe, Dictionary<TrialSlot, double> weights)
    {
        var serving = contenders.Where(contender =>
            contender.Family == (contender.Slot switch { TrialSlot.Similar => recipe.Similar, TrialSlot.Taste => recipe.Taste, TrialSlot.Next => recipe.Next, _ => contender.Family })).ToList();
        return serving.Exists(contender => contender.First is null)
            ? []
            : [.. serving.Where(contender => weights[contender.Slot] > 0).Select(contender => new BlendPart(contender.First!, (float)weights[contender.Slot]))];
    }

    // Learned weights sum to 1; they are brought to the sum the same sources had, so that the live sources beside them weigh what they did.
    TrainingPlan Plan(
        List<Contender> contenders, RacedBlend found, ModelRecipe recipe, Dictionary<TrialSlot, double> weights, TrainingPlan? current)
    {
        var sum = weights.Values.Sum();
        double Weight(TrialSlot slot) => Math.Round(
            Math.Min(100, sum * found.Parts.Where(part => part.Model.Slot == slot).Sum(part => part.Weight)), 4);

        Contender? Chosen(TrialSlot slot) =>
            found.Parts.Select(part => part.Model).FirstOrDefault(model => model.Slot == slot)
            ?? contenders.Where(contender => contender.Slot == slot && contender.Stands).MaxBy(contender => contender.Figure);

        var next = found.Parts.Select(part => part.Model).FirstOrDefault(model => model.Slot == TrialSlot.Next);
        var chosen = new[] { Chosen(TrialSlot.None), Chosen(TrialSlot.Similar), Chosen(TrialSlot.Taste), next };
        var changed = new SortedDictionary<string, double>((current?.Settings ?? new Dictionary<string, double>()).ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in chosen.OfType<Contender>().SelectMany(contender => ((SlotTrial)contender.Best).Changed))
        {
            changed[name] = value;
        }

        changed.Remove(NextModel.ShareSetting);
        if (next is not null)
        {
            changed[NextModel.ShareSetting] = Math.Round(Math.Clamp(Weight(TrialSlot.Next) / NextWeight(current), LeastShare, 1 - LeastShare), 4);
        }

        return new TrainingPlan
        {
            Similar = chosen[1]?.Family ?? recipe.Similar,
            Taste = chosen[2]?.Family ?? recipe.Taste,
            Next = next?.Family ?? "",
            Settings = changed,
            Weights = new SortedDictionary<string, double>((current?.Weights ?? new Dictionary<string, double>()).ToDictionary(), StringComparer.Ordinal)
            {
                ["similar"] = Weight(TrialSlot.Similar),
                ["taste"] = Weight(TrialSlot.Taste),
                ["popular"] = Weight(TrialSlot.None),
            },
        };
    }
}
