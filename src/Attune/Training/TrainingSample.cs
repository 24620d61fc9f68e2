using Attune.History;

namespace Attune.Training;

/// <summary>Of which share of the users a training reads the events, so that it keeps within a budget of memory.</summary>
static class TrainingSample
{
    /// <summary>
    /// What an interaction takes while a generation is trained and judged, counted over the arrays: 21 bytes as read, 29 as they are
    /// put in order, some 40 for each of the two trainings' rows by user and by item, and as much again for what is not yet collected
    /// of those. Ids and vectors come on top: they grow with users and items.
    /// </summary>
    public const long BytesPerInteraction = 160;

    /// <summary>The share, above 0, to 1: of the events there are, as many as the budget holds.</summary>
    /// <param name="history">Asked how much there is, where there is a budget.</param>
    /// <param name="memoryBytes">The budget; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async ValueTask<double> ShareAsync(IHistory history, long? memoryBytes, CancellationToken cancellation)
    {
        if (memoryBytes is not { } budget)
        {
            return 1;
        }

        var events = (await history.SummariseAsync(cancellation)).Events;
        return events == 0 ? 1 : Math.Min(1, (double)budget / (BytesPerInteraction * events));
    }

    /// <summary>What a report says of it; empty where all users were read.</summary>
    public static string Sentence(double share) =>
        share < 1 ? FormattableString.Invariant($" It learned from {100 * share:0.##} % of the users, to keep within training.memoryBytes.") : "";
}
