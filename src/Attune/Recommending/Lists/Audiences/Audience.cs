using System.Collections.Frozen;
using Attune.Events;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>The users there were when all profiles were last gone through: their vectors, and what trends in their segments. Immutable.</summary>
sealed class Audience
{
    /// <summary>When the going through began: events after it are not in it.</summary>
    public required EventTime AsOf { get; init; }

    /// <summary>The number of the generation that users were folded into; 0 = there was none, and no vectors.</summary>
    public required int Generation { get; init; }

    /// <summary>By place: the user's id.</summary>
    public required string[] Users { get; init; }

    /// <summary>By place: the offset of the last event of the profile it was made from.</summary>
    public required long[] Applied { get; init; }

    /// <summary>[users × factors], row-major.</summary>
    public required float[] Vectors { get; init; }

    /// <summary>By segment, as <c>country:NO</c>: its items by what was taken up of late, most first.</summary>
    public required FrozenDictionary<string, ScoredItem[]> Segments { get; init; }

    /// <summary>The place of a user; not there: −1.</summary>
    public required FrozenDictionary<string, int> Places { get; init; }

    /// <summary>Numbers of a vector.</summary>
    public int Factors => Users.Length == 0 ? 0 : Vectors.Length / Users.Length;

    /// <summary>The vector of a place.</summary>
    public ReadOnlySpan<float> VectorAt(int place) => Vectors.AsSpan(place * Factors, Factors);

    /// <summary>The places whose vectors point most the way of one, best first; those that point away from it are none of them.</summary>
    /// <remarks>Cost: a product a user; 100 000 users of 64 factors in some milliseconds.</remarks>
    /// <param name="vector">As long as users' are.</param>
    /// <param name="byDirection">True to divide by the length of each user's vector: who is alike, and not who is sure.</param>
    /// <param name="room">As many as are wanted.</param>
    public ReadOnlySpan<ScoredItem> Nearest(ReadOnlySpan<float> vector, bool byDirection, Span<ScoredItem> room)
    {
        var best = new Candidates.BestItems(room);
        for (var place = 0; place < Users.Length; place++)
        {
            var own = VectorAt(place);
            var score = DotProduct.Of(own, vector);
            if (byDirection && score > 0)
            {
                score /= MathF.Sqrt(DotProduct.Of(own, own)) + 1e-12f;
            }

            best.Offer(place, score);
        }

        return best.InOrder();
    }
}
