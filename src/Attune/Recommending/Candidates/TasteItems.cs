using Attune.Generations;
using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>Items that fit a taste: the profile folded into the factor model, then the exact best of all allowed items.</summary>
static class TasteItems
{
    /// <summary>The user's vector.</summary>
    /// <returns>False where the generation knows none of the items.</returns>
    public static bool TryFold(Generation generation, ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> user)
    {
        Span<int> rows = stackalloc int[items.Length];
        Span<float> weights = stackalloc float[items.Length];
        var known = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var row = generation.RowOf(items[i]);
            if (row >= 0 && strengths[i] > 0)
            {
                (rows[known], weights[known]) = (row, strengths[i]);
                known++;
            }
        }

        if (known == 0)
        {
            return false;
        }

        generation.FoldIn.Solve(rows[..known], weights[..known], user);
        return true;
    }

    public static ReadOnlySpan<ScoredItem> Find(
        Generation generation, ReadOnlySpan<float> user, AllowedItems allowed, Span<ScoredItem> room) =>
        allowed.Words.IsEmpty ? [] : room[..generation.Scan.Search(user, allowed.Words, room)];
}
