using Attune.Learning.Factors;
using Attune.Learning.Neighbors;

namespace Attune.Generations;

/// <summary>Users' vectors as they come up in service, to measure an approximate index by: folded from short histories of items that go together.</summary>
/// <remarks>A history is an item and its first neighbours, all of strength 1; items are taken evenly over the rows, so the same model gives the same queries.</remarks>
static class RecallQueries
{
    const int Queries = 400;
    const int Neighbors = 4;

    /// <summary>The vectors, one after the other.</summary>
    public static float[] Of(IFoldIn foldIn, NeighborLists neighbors, int items)
    {
        var f = foldIn.Factors;
        var count = Math.Min(Queries, items);
        var users = new float[count * f];
        for (var query = 0; query < count; query++)
        {
            var row = (int)((long)query * items / count);
            int[] history = [row, .. neighbors.Of(row)[..Math.Min(Neighbors, neighbors.Of(row).Length)]];
            foldIn.Solve(history, Enumerable.Repeat(1f, history.Length).ToArray(), users.AsSpan(query * f, f));
        }

        return users;
    }
}
