using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Popularity, with or without decay.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Decayed">False: never any decay, whatever is tuned.</param>
/// <param name="HalfLifeDays">Half-life in days; 0 for none.</param>
sealed record PopularityTrial(string Name, bool Decayed, double HalfLifeDays) : ITrialModel
{
    internal static TrialFamily Undecayed { get; } =
        new("popular", [], _ => [new PopularityTrial("popular", Decayed: false, HalfLifeDays: 0)]);

    internal static TrialFamily Decaying { get; } = new(
        "popular-decayed",
        [("popularity.halfLifeDays", 30)],
        request => request.Timed ? [new PopularityTrial("popular-decayed", Decayed: true, request.Of("popularity.halfLifeDays"))] : []);

    public IReadOnlyList<(string Name, double Value)> Settings => Decayed ? [("halfLifeDays", HalfLifeDays)] : [];

    public IScorer Train(DataSplit split, CancellationToken cancellation)
    {
        var train = split.Train;
        var halfLife = HalfLifeDays > 0 ? HalfLives.Micros(HalfLifeDays) : DecayedPopularity.NoDecay;
        return new PopularityScorer(
            Name,
            DecayedPopularity.Train(train.Items, train.Item.Span, train.Time.Span, train.Strength.Span, split.Now, halfLife));
    }

    public ITrialModel Tune(Func<ITrialModel, double> figure, bool timed) => Decayed && timed
        ? CoordinateSearch.Run<PopularityTrial>(
            this, [trial => HalfLives.Days.Select(days => trial with { HalfLifeDays = days })], figure, passes: 1).Settings
        : this;
}
