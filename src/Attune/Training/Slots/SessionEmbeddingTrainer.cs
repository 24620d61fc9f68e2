using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Training.Slots;

/// <summary>What comes next by learned vectors: of items, and of the last items of whoever asks, in their order.</summary>
/// <remarks>
/// A user's whole past is one sequence, as it is when they ask. What says nothing of an item is left out, and so is what is done to one
/// item again and again: a view, a cart and a purchase of it are one step, since nobody is told to take next what they are looking at.
/// </remarks>
static class SessionEmbeddingTrainer
{
    /// <summary>Makes the model; same events and recipe, same model at any number of threads.</summary>
    /// <param name="part">The events.</param>
    /// <param name="recipe">Its settings are those whose names begin with the model's.</param>
    /// <param name="progress">Told 0 to 1; may be null.</param>
    /// <param name="cancellation">Ends it within a second.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public static SessionEmbedding Train(TrainingPart part, ModelRecipe recipe, IProgress<double>? progress, CancellationToken cancellation)
    {
        var defaults = new SessionEmbeddingSettings();
        var settings = new SessionEmbeddingSettings
        {
            Dimensions = (int)(recipe.Planned("sessionEmbedding.dimensions") ?? defaults.Dimensions),
            Epochs = (int)(recipe.Planned("sessionEmbedding.epochs") ?? defaults.Epochs),
            LearningRate = (float)(recipe.Planned("sessionEmbedding.learningRate") ?? defaults.LearningRate),
            Dropout = (float)(recipe.Planned("sessionEmbedding.dropout") ?? defaults.Dropout),
            Temperature = (float)(recipe.Planned("sessionEmbedding.temperature") ?? defaults.Temperature),
            Candidates = (int)(recipe.Planned("sessionEmbedding.candidates") ?? defaults.Candidates),
            Seed = recipe.Seed,
            Threads = recipe.Threads,
        };
        var epochs = progress is null ? null : new Epochs(progress, settings.Epochs);
        return SessionEmbedding.Train(Steps(part.Events), settings, ModelNames.SessionEmbedding, epochs, cancellation);
    }

    static Interactions Steps(Interactions events)
    {
        var users = events.User.Span;
        var items = events.Item.Span;
        var (last, isStep) = (new int[events.Users], new bool[events.Count]);
        Array.Fill(last, -1);
        for (var n = 0; n < isStep.Length; n++)
        {
            isStep[n] = events.Strength.Span[n] > 0 && last[users[n]] != items[n];
            last[users[n]] = isStep[n] ? items[n] : last[users[n]];
        }

        return events.Where(isStep);
    }

    sealed class Epochs(IProgress<double> progress, int epochs) : IProgress<double>
    {
        int _ended;

        public void Report(double value) => progress.Report((double)++_ended / epochs);
    }
}
