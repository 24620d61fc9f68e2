using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;
using Attune.Learning.Popularity;
using Attune.Learning.Splits;

namespace Attune.Training;

/// <summary>The three models of a generation, over the items of one <see cref="TrainingData"/>.</summary>
/// <param name="Popularity">By item: summed strength, faded by age.</param>
/// <param name="ItemToItem">Similar items.</param>
/// <param name="Factors">iALS.</param>
/// <param name="Trend">By item: what iALS' scores are multiplied by; those of the similar items hold it already.</param>
sealed record TrainedModels(float[] Popularity, NeighborLists ItemToItem, ItemFactors Factors, float[] Trend)
{
    const double TrendPrior = 2;

    /// <summary>Trains on the first events.</summary>
    /// <param name="data">All of them.</param>
    /// <param name="count">How many, from the earliest, may be seen.</param>
    /// <param name="now">The instant as of which strengths are faded.</param>
    /// <param name="settings">How.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it within a block of rows.</param>
    public static TrainedModels Train(
        TrainingData data, int count, long now, TrainingSettings settings, StageProgress progress, CancellationToken cancellation)
    {
        var fresh = data.Unfaded().Slice(0, count);
        var halfLife = (long)settings.PopularityHalfLife.TotalMicroseconds;
        var popularity = DecayedPopularity.Train(
            fresh.Items, fresh.Item.Span, fresh.Time.Span, fresh.Strength.Span, now, halfLife);
        cancellation.ThrowIfCancellationRequested();

        var matrix = data.At(now).Slice(0, count).ToMatrix();
        var lists = CosineNeighbors.Train(matrix, settings.ItemToItem, progress.Part("similar items", 0, 0.3), cancellation);

        // The unobserved weight counts in mean strengths: then weights that are all twice as high change nothing.
        var unobserved = settings.UnobservedWeight > 0 ? settings.UnobservedWeight : Math.Clamp(1_000.0 / fresh.Items, 0.01, 1);
        var ials = settings.Ials with { UnobservedWeight = (float)(unobserved * Mean(matrix.Values)) };
        var factors = Ials.Train(matrix, ials, progress.Part("factors", 0.3, 1), cancellation);
        var trend = TrendOf(fresh, now, settings);
        return new TrainedModels(popularity, lists.Scaled(trend), factors, trend);
    }

    // Counted in what was taken up: an event of no strength says nothing of an item's share.
    static float[] TrendOf(Interactions events, long now, TrainingSettings settings)
    {
        if (settings.TrendHalfLife == TimeSpan.Zero || settings.TrendExponent == 0)
        {
            var none = new float[events.Items];
            Array.Fill(none, 1);
            return none;
        }

        var telling = events.Where(Array.ConvertAll(events.Strength.ToArray(), strength => strength > 0));
        var trend = Learning.Popularity.Trend.Train(
            telling.Items, telling.Item.Span, telling.Time.Span, now, (long)settings.TrendHalfLife.TotalMicroseconds, TrendPrior);
        return Array.ConvertAll(trend, value => MathF.Pow(value, (float)settings.TrendExponent));
    }

    // In double and in order: the same at any number of threads.
    static double Mean(ReadOnlySpan<float> strengths)
    {
        var sum = 0.0;
        foreach (var strength in strengths)
        {
            sum += strength;
        }

        return strengths.IsEmpty ? 1 : sum / strengths.Length;
    }

    /// <summary>The models, ready to be asked.</summary>
    public IReadOnlyList<IScorer> Scorers() =>
    [
        new PopularityScorer(ModelNames.Popularity, Popularity),
        new NeighborScorer(ItemToItem, ServedScorer.History, ModelNames.ItemToItem),
        new TrendScorer(new FactorScorer(Factors, ModelNames.Factors), Trend, exponent: 1),
    ];
}
