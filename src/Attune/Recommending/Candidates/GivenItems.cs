using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Recommending.Candidates;

/// <summary>The items of a question that gives them to be put in order: every one of them gets a score, also those no source proposes.</summary>
static class GivenItems
{
    /// <summary>How well each fits a taste, best first: of all given items the model can place, also of those that do not fit.</summary>
    /// <remarks>Scores of 0 and below are mapped, in their order, to between 0 and the lowest one above.</remarks>
    public static ReadOnlySpan<ScoredItem> Taste(
        Question question, Generation generation, ReadOnlySpan<float> user, AllowedItems allowed, Span<ScoredItem> room)
    {
        var (count, least, leastAbove) = (0, 0f, float.MaxValue);
        foreach (var item in question.Given)
        {
            if (count < room.Length && allowed.Contains(item) && TryScore(question, generation, item, user, out var score) && float.IsFinite(score))
            {
                room[count++] = new ScoredItem(item, score);
                least = Math.Min(least, score);
                leastAbove = score > 0 ? Math.Min(leastAbove, score) : leastAbove;
            }
        }

        var found = room[..count];
        var scale = (leastAbove == float.MaxValue ? 1 : leastAbove) / (2 * (1 - least));
        foreach (ref var item in found)
        {
            item = item.Score > 0 ? item : new ScoredItem(item.Item, (item.Score - least + 1) * scale);
        }

        found.Sort(static (left, right) => right.Score.CompareTo(left.Score) is var order and not 0 ? order : left.Item.CompareTo(right.Item));
        return found;
    }

    /// <summary>Adds those that nothing is known of behind all others, in the order given.</summary>
    public static void AddRest(Question question, Scratch scratch, float weight)
    {
        var room = scratch.Room;
        var count = 0;
        foreach (var item in question.Given)
        {
            if (count < room.Length && scratch.Allowed.Contains(item) && scratch.Pool.PlaceOf(item) < 0)
            {
                room[count] = new ScoredItem(item, 1f / (count + 1));
                count++;
            }
        }

        scratch.Pool.Add(CandidateSource.New, room.AsSpan(0, count), weight);
    }

    /// <summary>The given items that may not be shown, in the order given.</summary>
    /// <param name="question">As it was asked.</param>
    /// <param name="scratch">As the answer left it.</param>
    /// <param name="count">How many places the answer has.</param>
    public static IReadOnlyList<ItemId> Left(Question question, Scratch scratch, int count)
    {
        if (question.Given.Length == 0)
        {
            return [];
        }

        var shown = new HashSet<int>();
        foreach (var slot in scratch.Slate.AsSpan(0, count))
        {
            shown.Add(slot.Item);
        }

        var left = new List<ItemId>();
        for (var n = 0; n < question.Given.Length; n++)
        {
            // Where the answer has all the places wanted, what is allowed and missing was only cut off.
            var item = question.Given[n];
            if (!shown.Contains(item) && (count < question.Count || !scratch.Allowed.Contains(item)))
            {
                left.Add(question.Request.Given[n]);
            }
        }

        return left;
    }

    /// <summary>How well an item fits a taste; false where the model cannot place it.</summary>
    public static bool TryScore(Question question, Generation generation, int item, ReadOnlySpan<float> user, out float score)
    {
        if (generation.RowOf(item) is >= 0 and var row)
        {
            score = DotProduct.Of(generation.Factors.Of(row), user) * (generation.Trend.IsEmpty ? 1 : generation.Trend[row]);
            return true;
        }

        var vector = question.Cold.VectorOf(item);
        score = vector.IsEmpty ? 0 : DotProduct.Of(vector, user);
        return !vector.IsEmpty;
    }
}
