using Attune.Learning.Evaluation;
using Attune.Learning.Factors;
using Attune.Learning.Neighbors;
using Attune.Learning.Popularity;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;
using Attune.Training.Slots;

namespace Attune.Training;

/// <summary>The models of a generation, over the items of one <see cref="TrainingData"/>.</summary>
/// <param name="Recipe">What they were made by.</param>
/// <param name="Popularity">By item: summed strength, faded by age.</param>
/// <param name="Similar">Similar items.</param>
/// <param name="Taste">Items' vectors, and how users are folded in.</param>
/// <param name="Next">What comes next; null for none.</param>
/// <param name="Trend">By item: what the scores of taste are multiplied by; those of the similar items hold it already.</param>
sealed record TrainedModels(ModelRecipe Recipe, float[] Popularity, NeighborLists Similar, TasteModel Taste, SessionEmbedding? Next, float[] Trend)
{
    const double TrendPrior = 2;
    const double MicrosPerDay = 86_400e6;

    /// <summary>Trains what fills the slots.</summary>
    /// <param name="part">The events that may be seen.</param>
    /// <param name="recipe">Which models, and how.</param>
    /// <param name="start">The vectors taste goes on from, see <see cref="ITasteTrainer.Train"/>; empty = from scratch.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it within a block of rows.</param>
    public static TrainedModels Train(
        TrainingPart part, ModelRecipe recipe, ReadOnlyMemory<float> start, StageProgress progress, CancellationToken cancellation)
    {
        var events = part.Events;
        var halfLife = (long)(recipe.Of("popularity.halfLifeDays") * MicrosPerDay);
        var popularity = DecayedPopularity.Train(
            events.Items, events.Item.Span, events.Time.Span, events.Strength.Span, part.Now, halfLife);
        cancellation.ThrowIfCancellationRequested();

        var others = recipe.Next.Length == 0 ? 1 : 0.5;
        var lists = SlotTrainers.Similar(recipe.Similar).Train(part, recipe, progress.Part("similar items", 0, 0.3 * others), cancellation);
        var taste = SlotTrainers.Taste(recipe.Taste).Train(part, recipe, start, progress.Part("taste", 0.3 * others, others), cancellation);
        var next = recipe.Next.Length == 0 ? null : SessionEmbeddingTrainer.Train(part, recipe, progress.Part("what comes next", others, 1), cancellation);
        var trend = TrendOf(events, part.Now, recipe);
        return new TrainedModels(recipe, popularity, lists.Scaled(trend), taste, next, trend);
    }

    /// <summary>The trend a recipe has, by item. Counted in what was taken up: an event of no strength says nothing of an item's share.</summary>
    internal static float[] TrendOf(Interactions events, long now, ModelRecipe recipe)
    {
        var (halfLifeDays, exponent) = (recipe.Of("trend.halfLifeDays"), (float)recipe.Of("trend.exponent"));
        if (halfLifeDays == 0 || exponent == 0)
        {
            var none = new float[events.Items];
            Array.Fill(none, 1);
            return none;
        }

        var telling = events.Where(Array.ConvertAll(events.Strength.ToArray(), strength => strength > 0));
        var trend = Learning.Popularity.Trend.Train(
            telling.Items, telling.Item.Span, telling.Time.Span, now, (long)(halfLifeDays * MicrosPerDay), TrendPrior);
        return Array.ConvertAll(trend, value => MathF.Pow(value, exponent));
    }

    /// <summary>The models, ready to be asked.</summary>
    public IReadOnlyList<IScorer> Scorers() =>
    [
        new PopularityScorer(ModelNames.Popularity, Popularity),
        new NeighborScorer(Similar, ServedScorer.History, Recipe.Similar),
        new TrendScorer(new FactorScorer(Taste.Items, Recipe.Taste, foldIn: Taste.FoldIn), Trend, exponent: 1),
        .. Next is null ? Array.Empty<IScorer>() : [Next],
    ];
}
