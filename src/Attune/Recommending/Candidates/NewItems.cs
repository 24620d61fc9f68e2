using System.Numerics;
using Attune.Generations;
using Attune.Learning.Factors;

namespace Attune.Recommending.Candidates;

/// <summary>Items younger than the generation, newest first; where there is none, the newest items.</summary>
/// <remarks>Only the 4 096 newest ordinals are looked at: what was not taken up since is not new any more.</remarks>
static class NewItems
{
    const int Words = 4_096 / 64;

    public static ReadOnlySpan<ScoredItem> Find(Generation? generation, AllowedItems allowed, Span<ScoredItem> room)
    {
        var count = 0;
        var words = allowed.Words;

        // Without a generation this is the last resort, and looks as far as it must.
        var last = generation is null ? 0 : Math.Max(0, words.Length - Words);
        for (var w = words.Length - 1; w >= last && count < room.Length; w--)
        {
            for (var left = words[w]; left != 0 && count < room.Length;)
            {
                var bit = 63 - BitOperations.LeadingZeroCount(left);
                left &= ~(1UL << bit);
                var item = (w * 64) + bit;
                if (generation is null || generation.RowOf(item) < 0)
                {
                    // By place: the newest scores 1, the next a half, and so on.
                    room[count] = new ScoredItem(item, 1f / (count + 1));
                    count++;
                }
            }
        }

        return room[..count];
    }
}
