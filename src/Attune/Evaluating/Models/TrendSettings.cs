using Attune.Learning.Evaluation;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>How far a model's scores follow what is taken up now; see <see cref="Trend"/>.</summary>
/// <param name="HalfLifeDays">Half-life of "now"; 0 for no trend at all.</param>
/// <param name="Exponent">0 or more; above 1 exaggerates the trend.</param>
/// <param name="Prior">κ, in interactions.</param>
sealed record TrendSettings(double HalfLifeDays = 0, float Exponent = 1, float Prior = 2)
{
    internal IReadOnlyList<(string Name, double Value)> Listed => HalfLifeDays > 0
        ? [("trendHalfLifeDays", HalfLifeDays), ("trendExponent", Exponent), ("trendPrior", Prior)]
        : [("trendHalfLifeDays", 0)];

    internal IScorer Apply(IScorer model, DataSplit split) => HalfLifeDays > 0
        ? new TrendScorer(
            model,
            Trend.Train(
                split.Train.Items, split.Train.Item.Span, split.Train.Time.Span, split.Now, HalfLives.Micros(HalfLifeDays), Prior),
            Exponent)
        : model;

    internal IEnumerable<TrendSettings> OtherHalfLives() => HalfLives.Days.Select(days => this with { HalfLifeDays = days });

    internal IEnumerable<TrendSettings> OtherExponents() => HalfLifeDays > 0
        ? new[] { 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 2 }.Select(exponent => this with { Exponent = exponent })
        : [];

    internal IEnumerable<TrendSettings> OtherPriors() => HalfLifeDays > 0
        ? new[] { 0.1f, 0.5f, 2, 10 }.Select(prior => this with { Prior = prior })
        : [];
}
