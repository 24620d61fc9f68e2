using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;
using Attune.Learning.Popularity;

namespace Attune.Training;

/// <summary>The three models of a generation, over the items of one <see cref="TrainingData"/>.</summary>
/// <param name="Popularity">By item: summed strength, faded by age.</param>
/// <param name="ItemToItem">Similar items.</param>
/// <param name="Factors">iALS.</param>
sealed record TrainedModels(float[] Popularity, NeighborLists ItemToItem, ItemFactors Factors)
{
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
        var ials = settings.Ials with { UnobservedWeight = (float)(settings.UnobservedWeight * Mean(matrix.Values)) };
        var factors = Ials.Train(matrix, ials, progress.Part("factors", 0.3, 1), cancellation);
        return new TrainedModels(popularity, lists, factors);
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
        new NeighborScorer(ItemToItem, name: ModelNames.ItemToItem),
        new FactorScorer(Factors, ModelNames.Factors),
    ];
}
