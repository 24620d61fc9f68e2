using System.Globalization;
using Attune.Events;
using Attune.Generations;
using Attune.History;
using Attune.Learning.Evaluation;
using Attune.Training;

namespace Attune.Evaluating;

/// <summary>Evaluates, on the own history, exactly what a training now would publish: its models, its settings, asked as they serve.</summary>
/// <param name="weights">What each type of event says.</param>
/// <param name="settings">Of the training.</param>
/// <param name="plan">What trainings follow before the settings; null = the settings alone.</param>
/// <param name="clock">Tells how long things took.</param>
sealed class ServedModels(EventWeights weights, TrainingSettings settings, TrainingPlan? plan, TimeProvider clock)
{
    /// <summary>Share of the events held out: more than the gate's, for a table that is read by people.</summary>
    const double HoldOut = 0.2;

    /// <summary>Trains on the earlier part, asks for the later.</summary>
    /// <param name="columns">All events that name an item, by ascending time.</param>
    /// <param name="progress">Told the share done and the stage.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The split leaves nothing to ask.</exception>
    internal EvaluationReport Evaluate(InteractionColumns columns, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var data = TrainingData.From(columns, new EventStrengths(weights, settings.HalfLifeScale));
        var backtest = Backtest.OfLatest(data, settings with { HoldOut = HoldOut });
        if (backtest.Questions == 0)
        {
            throw new ArgumentException("Nothing is held out: nobody known before the cut took up anything new after it.");
        }

        var began = clock.GetTimestamp();
        var recipe = ModelRecipe.Of(settings, plan);
        var models = backtest.Train(recipe, default, new StageProgress(progress, "training", 0.05, 0.7), cancellation);
        var trained = clock.GetElapsedTime(began);
        var undecayed = new PopularityScorer("popular", backtest.UndecayedPopularity());
        var rows = new List<ModelReport>();
        foreach (var model in (IScorer[])[undecayed, .. models.Scorers()])
        {
            var asked = clock.GetTimestamp();
            var result = backtest.Ask([model], new StageProgress(progress, "asking", 0.7 + (0.07 * rows.Count), 0.77 + (0.07 * rows.Count)), cancellation)[0];
            rows.Add(new ModelReport
            {
                Name = model.Name == ModelNames.Popularity ? "popular-decayed" : model.Name,
                Settings = SettingsOf(recipe, model.Name),
                Result = result,
                TrainTook = model == undecayed ? TimeSpan.Zero : trained,
                AskTook = clock.GetElapsedTime(asked),
            });
        }

        return new EvaluationReport
        {
            Protocol = string.Create(
                CultureInfo.InvariantCulture,
                $"split in time at {new EventTime(backtest.Instant)}: trained on what was before as a training does, asked for what users with a past took up after; only items new to the user count, known ones are no candidates; all {data.ItemIds.Length} items ranked"),
            Chosen = (plan is null ? "settings as the workspace trains with, none chosen on this data;" : "models and settings as the workspace's plan has them, which may have been chosen on this data;") + " train times are of all models together",
            K = settings.CutOff,
            Seed = settings.Seed,
            Questions = backtest.Questions,
            QuestionsAre = "users",
            TrainUsers = data.UserIds.Length,
            Items = data.ItemIds.Length,
            TrainInteractions = backtest.Trained,
            Notes = [],
            Models = EvaluationRun.Compare(rows, resamples: 1000, settings.Seed),
        };
    }

    // A model's settings begin with its name; those of item-to-item are older than that rule.
    static IReadOnlyList<(string Name, double Value)> SettingsOf(ModelRecipe recipe, string model)
    {
        string[] parts = model == ModelNames.Popularity ? ["popularity."]
            : model == recipe.Next ? ["sessionEmbedding.", NextModel.ShareSetting]
            : model == recipe.Similar || model == recipe.Taste ? [(model == ModelNames.ItemToItem ? "itemToItem" : model) + ".", "halfLifeScale", "trend."]
            : [];
        return [.. recipe.Settings.Where(pair => parts.Any(part => pair.Key.StartsWith(part, StringComparison.Ordinal))).Select(pair => (pair.Key, pair.Value))];
    }
}
