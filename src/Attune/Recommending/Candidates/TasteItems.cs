using Attune.Generations;
using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>Items that fit a taste: the profile folded into the factor model, then the best of all allowed items: exactly, or in large catalogs nearly (ADR 0017).</summary>
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

    /// <summary>The vector of who asks, by their profile, into <see cref="Scratch.User"/>.</summary>
    /// <returns>False where the generation knows nothing of what they took up.</returns>
    public static bool TryFold(Question question, Generation generation, Scratch scratch)
    {
        var recent = question.Profile.Recent;
        for (var i = 0; i < recent.Length; i++)
        {
            scratch.RecentItems[i] = recent[i].Item;
        }

        return TryFold(generation, scratch.RecentItems.AsSpan(0, recent.Length), scratch.Faded.AsSpan(0, recent.Length), scratch.User);
    }

    /// <summary>The best of the allowed items, those the generation does not know by the vectors their properties give them.</summary>
    public static ReadOnlySpan<ScoredItem> Find(
        Generation generation, ColdView cold, ReadOnlySpan<float> user, AllowedItems allowed, Span<ScoredItem> room)
    {
        if (allowed.Words.IsEmpty)
        {
            return [];
        }

        var count = generation.Scan.Search(user, allowed.Words, room);
        return room[..cold.Merge(user, allowed, room, count)];
    }
}
