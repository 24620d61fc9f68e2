using Attune.Evaluating.Models;
using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>Races models against each other on one validation split, within a budget of time, and learns their blend.</summary>
/// <remarks>
/// <para><b>Order.</b> 1. Every model once with the settings it begins with, simplest first, each within half of what is left.
/// 2. Those that reach a third of the best are tuned, in equal parts of two fifths of what is left. 3. Models of a size
/// are doubled for as long as that pays. 4. The best two, and the best of every slot, are tuned with the rest. 5. The blend is
/// learned on questions drawn anew. Successive halving (Jamieson and Talwalkar, AISTATS 2016) with what a model has learned
/// of its settings carried from round to round: no settings are tried twice.</para>
/// <para><b>Simplicity</b> is the order given: of two models that are level the earlier wins.</para>
/// <para><b>Budget.</b> A trial that runs when the time for trials ends is given up. What ends later is the blend, for which
/// <see cref="BlendShare"/> is held back. How much is tried depends on the machine; each figure does not.</para>
/// <para><b>Memory.</b> One trained model a contender is kept, its best.</para>
/// </remarks>
sealed class Race(RaceCourse course, TuningSettings settings, TimeProvider clock)
{
    /// <summary>Of the budget, what is held back for the blend.</summary>
    const double BlendShare = 0.15;

    const double FirstTuningShare = 0.4;

    const double GrowingShare = 0.6;

    /// <summary>What does not reach this share of the best with its defaults is not tuned.</summary>
    const double Hopeless = 1 / 3.0;

    /// <summary>A doubled size is reckoned to take this many times as long.</summary>
    const double Doubled = 3;

    /// <summary>Runs the race.</summary>
    /// <param name="contenders">Simplest first.</param>
    /// <param name="progress">Told the share of the budget used, and what is tried.</param>
    /// <param name="cancellation">Ends the race; nothing is left behind.</param>
    internal RaceResult Run(IReadOnlyList<Contender> contenders, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (course.Validation.Test.Count == 0)
        {
            return RaceResult.Unheld(contenders, "there is too little data to hold a validation part out of: every model keeps the settings it began with");
        }

        var total = new TimeBudget(clock, settings.Budget);
        var searching = total.Part(1 - BlendShare);
        var runs = new TrialRuns(course, course.Drawn(settings.Questions, 0), searching, total, settings.Budget, clock, progress);
        foreach (var contender in contenders)
        {
            runs.Figure(contender, contender.Best, searching, searching.Part(0.5), 0, 0, cancellation);
        }

        var standing = contenders.Where(contender => contender.Stands).ToList();
        if (standing.Count > 0)
        {
            var best = standing.Max(contender => contender.Figure);
            var hopeful = standing.Where(contender => contender.Figure >= Hopeless * best).ToList();
            Tune(hopeful, searching.Part(FirstTuningShare), searching, runs, cancellation);
            Grow(hopeful, searching.Part(GrowingShare), searching, runs, cancellation);
            Tune(Best(hopeful), searching, searching, runs, cancellation);
        }

        return Conclude(contenders, standing, runs, cancellation);
    }

    void Tune(List<Contender> contenders, TimeBudget round, TimeBudget searching, TrialRuns runs, CancellationToken cancellation)
    {
        for (var n = 0; n < contenders.Count; n++)
        {
            var (contender, part) = (contenders[n], round.Part(1.0 / (contenders.Count - n)));
            var found = contender.Best.Tune(model => runs.Figure(contender, model, part, searching, 1, 0, cancellation), course.Timed);

            // What a model was tuned by may be a cheaper form of what it then is.
            runs.Figure(contender, found, searching, searching, 1, 0, cancellation);
        }
    }

    void Grow(List<Contender> contenders, TimeBudget round, TimeBudget searching, TrialRuns runs, CancellationToken cancellation)
    {
        var sized = contenders.Where(contender => contender.Best is ISizedTrial).OrderByDescending(contender => contender.Figure).ToList();
        for (var n = 0; n < sized.Count; n++)
        {
            var (contender, part) = (sized[n], round.Part(1.0 / (sized.Count - n)));
            while (contender.Best is ISizedTrial small && small.WithSize(small.Size * 2) is { } large)
            {
                runs.Figure(contender, large, part, searching, Doubled, settings.LeastGain, cancellation);
                if (!contender.Best.Equals(large))
                {
                    break;
                }
            }
        }
    }

    static List<Contender> Best(List<Contender> contenders)
    {
        var ranked = contenders.OrderByDescending(contender => contender.Figure).ToList();
        var ofSlots = ranked.Where(contender => contender.Slot != TrialSlot.None).DistinctBy(contender => contender.Slot);
        return [.. ranked.Take(2).Union(ofSlots)];
    }

    RaceResult Conclude(
        IReadOnlyList<Contender> contenders, List<Contender> standing, TrialRuns runs, CancellationToken cancellation)
    {
        if (standing.Count == 0)
        {
            return RaceResult.Unheld(contenders, "no model could be tried: every model keeps the settings it began with") with { Trials = runs.Trials };
        }

        var questions = course.Drawn(settings.BlendQuestions, 1);
        var lists = new List<TopLists>();
        foreach (var contender in standing)
        {
            runs.Tell($"asking {contender.Best.Name} for the blend");
            lists.Add(TopLists.Ask(contender.Scorer!, questions, course.LeaveOutSeen, settings.BlendItems, course.Threads, cancellation));
        }

        runs.Tell("weighing the blend");
        var blending = new BlendSettings
        {
            K = course.K,
            LeastGain = settings.LeastBlendGain,
            Resamples = settings.Resamples,
            Seed = course.Seed,
            Threads = course.Threads,
        };
        var free = BlendWeights.Learn(lists, questions.Test, blending, null, cancellation);
        var slots = standing.Select(contender => (int)contender.Slot).ToList();
        var kept = standing.Where((_, n) => free.ByPart[n] > 0).Where(contender => contender.Slot != TrialSlot.None).ToList();
        var served = kept.DistinctBy(contender => contender.Slot).Count() == kept.Count
            ? free
            : BlendWeights.Learn(lists, questions.Test, blending, slots, cancellation);
        var (winner, best, above) = Simplest(standing, runs);
        var (blend, servable) = (RacedBlend.Of(standing, free), RacedBlend.Of(standing, served));
        return new RaceResult
        {
            Contenders = contenders,
            Trials = runs.Trials,
            Winner = winner,
            Blend = blend,
            Served = servable,
            Questions = runs.Drawn.Test.Count,
            Why =
            [
                .. RaceWords.OfDropped(contenders, settings.Budget),
                RaceWords.OfWinner(winner, best, above, runs.Drawn.Test.Count, settings),
                .. RaceWords.OfBlend("The blend", blend, questions.Test.Count),
                .. servable.SameAs(blend) ? [] : RaceWords.OfBlend("The blend of at most one model a slot", servable, questions.Test.Count),
            ],
        };
    }

    /// <summary>The best, or the simplest of those level with it; and how far the best is above that one, or else above the next best.</summary>
    (Contender Winner, Contender Other, Estimate Above) Simplest(List<Contender> standing, TrialRuns runs)
    {
        var best = standing.MaxBy(contender => contender.Figure)!;
        var test = runs.Drawn.Test;
        int[] groups = [.. Enumerable.Range(0, test.Count).Select(test.GroupOf)];
        Estimate Above(Contender other) =>
            Bootstrap.Difference(best.ByQuestion, other.ByQuestion, groups, settings.Resamples, course.Seed);

        bool Level(Contender other) => Above(other) is var above && (above.Mean < settings.LeastGain * other.Figure || above.Low <= 0);

        var winner = standing.First(contender => contender == best || Level(contender));
        var other = winner != best ? best : standing.Where(contender => contender != best).MaxBy(contender => contender.Figure) ?? best;
        return (winner, other, Above(winner != best ? winner : other));
    }
}
