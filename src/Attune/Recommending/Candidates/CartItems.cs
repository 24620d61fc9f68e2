namespace Attune.Recommending.Candidates;

/// <summary>What is taken up together with a cart, where too little is known of what is bought with it.</summary>
/// <remarks>Co-visits hold what is compared as well as what goes together, so items that a cart's item resembles most are passed
/// over: they are what would be bought instead of it.</remarks>
static class CartItems
{
    /// <summary>How many of an item's neighbours count as its substitutes.</summary>
    const int Substitutes = 20;

    /// <summary>What of the together source's weight they get: behind everything that is known to be bought with the cart.</summary>
    const float Part = 0.1f;

    /// <summary>Adds them to the pool where it holds fewer than are wanted.</summary>
    public static void Fill(Question question, float shrinkage, Scratch scratch, int most)
    {
        if (scratch.Pool.Count >= question.Count)
        {
            return;
        }

        var seeds = scratch.Seeds.AsSpan(0, scratch.SeedCount);
        var attention = scratch.SeedAttention.AsSpan(0, scratch.SeedCount);
        TogetherItems.Find(question.Overlay, seeds, attention, shrinkage, scratch.Allowed, scratch.Scores);
        var room = scratch.Room.AsSpan(0, most);
        var kept = 0;
        foreach (var found in scratch.Scores.Take(room))
        {
            if (!IsSubstitute(question, found.Item))
            {
                room[kept++] = found;
            }
        }

        scratch.Pool.Add(CandidateSource.Together, room[..kept], question.Weights[CandidateSource.Together] * Part);
    }

    static bool IsSubstitute(Question question, int item)
    {
        if (question.Generation is not { } generation || generation.RowOf(item) is not (>= 0 and var wanted))
        {
            return false;
        }

        foreach (var subject in question.Cart)
        {
            if (generation.RowOf(subject) is >= 0 and var row)
            {
                var neighbors = generation.NeighborRows(row);
                if (neighbors[..Math.Min(Substitutes, neighbors.Length)].Contains(wanted))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
