using Attune.Evaluating.Models;
using Attune.Training;
using Attune.Tuning;

namespace Attune.Evaluating;

/// <summary>The rows of a table whose settings a race has found, with the blends it learned.</summary>
/// <param name="clock">Tells how long things took.</param>
sealed class TunedRows(TimeProvider clock)
{
    /// <summary>Races the families of the rows on the validation part, and gives the rows the settings found.</summary>
    internal Tuned Of(
        IReadOnlyList<FamilyRows> rows, PreparedData data, EvaluationSettings settings, IProgress<string>? progress, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var contenders = rows.OrderBy(row => TrialModels.Simplicity(row.Family))
            .Select(row => new Contender(row.Family.Name, row.Family.Slot, row.Models[0])).ToList();
        var course = new RaceCourse(data.Validation.Value, data.LeaveOutSeen, data.Timed, settings.K, settings.Seed, settings.Threads);
        var race = new Race(course, settings.Tuning, clock).Run(contenders, progress is null ? null : new Told(progress), cancellation);

        // What could not be tried within the budget is not trained on more data without one.
        var untried = race.Winner is null ? [] : contenders.Where(contender => !contender.Stands).ToList();
        return new Tuned(
            [.. rows.SelectMany(row => Found(row, contenders.Single(contender => contender.Family == row.Family.Name)))
                .Where(model => !untried.Exists(contender => contender.Best.Equals(model)))],
            [.. Blends(race)],
            [.. untried.Select(contender => new FailedModel(contender.Best.Name, contender.Failure ?? "the budget was over before its turn"))],
            new TuningReport
            {
                Why = race.Why,
                Trials = race.Trials,
                Questions = race.Questions,
                Took = clock.GetElapsedTime(began),
            });
    }

    // All sizes asked for get the settings found; the size found is a row more where it was not asked for.
    static IEnumerable<ITrialModel> Found(FamilyRows row, Contender contender)
    {
        var best = contender.Best;
        var asked = best is ISizedTrial found
            ? row.Models.OfType<ISizedTrial>().Select(model => found.WithSize(model.Size) ?? model)
            : row.Models.Select((model, n) => n == 0 ? best : model);
        return asked.Append(best).Distinct();
    }

    static IEnumerable<BlendOfTrials> Blends(RaceResult race)
    {
        static BlendOfTrials Named(string name, RacedBlend blend) => new(name, [.. blend.Parts.Select(part => (part.Model.Best, part.Weight))]);

        if (race is { Served: { } served, Blend: { } blend })
        {
            yield return Named("blend", served);
            if (!served.SameAs(blend))
            {
                yield return Named("blend-all", blend);
            }
        }
    }

    sealed class Told(IProgress<string> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(FormattableString.Invariant($"{value.Stage} ({value.Share * 100:0} % of the budget)"));
    }
}

/// <summary>Rows and blends with the settings found, what has no row, and how it came to that.</summary>
sealed record Tuned(
    IReadOnlyList<ITrialModel> Models, IReadOnlyList<BlendOfTrials> Blends, IReadOnlyList<FailedModel> Untried, TuningReport Report);
