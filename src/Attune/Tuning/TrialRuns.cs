using System.Globalization;
using Attune.Evaluating.Models;
using Attune.Learning.Metrics;
using Attune.Learning.Splits;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>Trains and asks, keeps account of every trial, and stops with the budget.</summary>
sealed class TrialRuns(
    RaceCourse course, DataSplit drawn, TimeBudget searching, TimeBudget total, TimeSpan length, TimeProvider clock, IProgress<TrainingProgress>? progress)
{
    readonly Novelty _novelty = Novelty.From(drawn.Train);

    internal DataSplit Drawn => drawn;

    internal List<Trial> Trials { get; } = [];

    /// <summary>The figure of a model; −∞, at once, where it failed or time is short.</summary>
    /// <param name="contender">Whose trial it is.</param>
    /// <param name="model">With the settings to try.</param>
    /// <param name="part">Of the budget: no trial begins that is reckoned to take longer than what is left of it.</param>
    /// <param name="within">No trial goes on beyond this.</param>
    /// <param name="reckoned">How many times as long as the last it is reckoned to take.</param>
    /// <param name="least">By what share it must be better to be kept.</param>
    /// <param name="cancellation">Ends the race.</param>
    internal double Figure(
        Contender contender, ITrialModel model, TimeBudget part, TimeBudget within, double reckoned, double least, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (contender.TryRecall(model, out var known))
        {
            return known;
        }

        if (part.Over || contender.LastTook * reckoned > part.Left)
        {
            return double.NegativeInfinity;
        }

        Tell($"trying {model.Name}");
        var began = clock.GetTimestamp();
        try
        {
            var (scorer, result) = within.Within(
                token =>
                {
                    var trained = model.Train(drawn, token);
                    return (trained, course.Ask(trained, drawn, _novelty, token));
                },
                cancellation);
            contender.LastTook = clock.GetElapsedTime(began);
            var (before, stood) = (contender.Figure, contender.Stands);
            var kept = contender.Take(model, scorer, result, least);
            Note(contender, model, result.Ndcg.Mean, kept, Words(result.Ndcg.Mean, before, stood, kept));
            return result.Ndcg.Mean;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            contender.LastTook = clock.GetElapsedTime(began);
            return Failed(contender, model, searching.Over ? "the time for trials ended before it did" : "it took more than its share of the time");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A model that cannot be trained on this data takes part with its reason, and the others go on.
            contender.LastTook = clock.GetElapsedTime(began);
            return Failed(contender, model, fault.Message.Split(" (Parameter '")[0].TrimEnd('.'));
        }
    }

    internal void Tell(string stage) => progress?.Report(new TrainingProgress(Math.Clamp(1 - (total.Left / length), 0, 1), stage));

    double Failed(Contender contender, ITrialModel model, string why)
    {
        contender.Forget(model);
        contender.Failure ??= contender.Stands ? null : why;
        Note(contender, model, null, kept: false, why);
        return double.NegativeInfinity;
    }

    void Note(Contender contender, ITrialModel model, double? figure, bool kept, string why) => Trials.Add(new Trial
    {
        Model = model.Name,
        Settings = model.Settings,
        Figure = figure,
        Took = contender.LastTook,
        Kept = kept,
        Why = why,
    });

    static string Words(double figure, double before, bool stood, bool kept) =>
        !stood ? "the settings it begins with"
        : before > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(kept ? "better" : "not better")}: {(figure / before) - 1:+0.0 %;-0.0 %} against the best before")
        : kept ? "better" : "not better";
}
