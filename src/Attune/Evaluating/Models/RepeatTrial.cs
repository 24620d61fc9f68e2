using Attune.Learning.Blending;
using Attune.Learning.Evaluation;
using Attune.Learning.Neighbors;
using Attune.Learning.Repeats;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>What was taken up before and will be again, with similar items for what is new to the user.</summary>
/// <param name="HalfLifeDays">What was last taken up this long ago counts half, in days; 0 for no fading.</param>
/// <param name="ItemPrior">See <see cref="RepeatSettings.ItemPrior"/>.</param>
/// <param name="Readiness">See <see cref="RepeatSettings.Readiness"/>.</param>
/// <param name="Similar">The weight of item-to-item in the blend; 0 for none.</param>
/// <param name="Threads">Threads used.</param>
sealed record RepeatTrial(double HalfLifeDays, double ItemPrior, double Readiness, float Similar, int Threads) : ITrialModel
{
    const double OccasionDays = 0.5;

    internal static TrialFamily Family { get; } = new(
        "buy-again",
        [
            ("buyAgain.halfLifeDays", 90),
            ("buyAgain.itemPrior", new RepeatSettings().ItemPrior),
            ("buyAgain.readiness", new RepeatSettings().Readiness),
            ("buyAgain.similar", 0.3f),
        ],
        request => request is { Timed: true, Repeats: true }
            ? [new RepeatTrial(
                request.Of("buyAgain.halfLifeDays"), request.Of("buyAgain.itemPrior"), request.Of("buyAgain.readiness"), request.Of("buyAgain.similar"), request.Threads)]
            : []);

    public string Name => "buy-again";

    public IReadOnlyList<(string Name, double Value)> Settings =>
        [("halfLifeDays", HalfLifeDays), ("itemPrior", ItemPrior), ("readiness", Readiness), ("similar", Similar)];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var settings = new RepeatSettings
        {
            Occasion = HalfLives.Micros(OccasionDays),
            HalfLife = HalfLifeDays > 0 ? HalfLives.Micros(HalfLifeDays) : RepeatSettings.NoFading,
            ItemPrior = ItemPrior,
            Readiness = Readiness,
        };
        var telling = split.Train.Strength.ToArray().Where(strength => strength > 0);
        var again = new RepeatScorer(
            RepeatRates.Train(split.Train, settings), settings, telling.DefaultIfEmpty(1).Average(), split.Now, Name);
        if (Similar == 0)
        {
            return again;
        }

        var lists = CosineNeighbors.Train(split.Train.ToMatrix(), new NeighborSettings { UserExponent = 1, Threads = Threads }, null, cancellation);
        return new BlendScorer([new(again, 1), new(new NeighborScorer(lists), Similar)], leaveOutKnown: false, Name);
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed) => CoordinateSearch.Run<RepeatTrial>(
        this,
        [
            trial => HalfLives.Days.Where(days => days is 0 or >= 14).Select(days => trial with { HalfLifeDays = days }),
            trial => new double[] { 0, 0.5, 1, 2, 5, 10 }.Select(value => trial with { ItemPrior = value }),
            trial => new[] { 0, 0.25, 0.5, 1 }.Select(value => trial with { Readiness = value }),
            trial => new[] { 0, 0.1f, 0.3f, 0.5f, 1, 2 }.Select(value => trial with { Similar = value }),
        ],
        figure,
        passes: 2).Settings;
}
