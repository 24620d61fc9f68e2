using Attune.Catalog;
using Attune.Events;
using Attune.Learning.Factors;

namespace Attune.Recommending;

/// <summary>Computes a profile's list ahead of the asking, in the form the state keeps.</summary>
/// <param name="recommender">Makes the list as it would answer now.</param>
/// <param name="catalog">Turns ids into ordinals.</param>
public sealed class ListsAhead(Recommender recommender, ItemCatalog catalog)
{
    /// <summary>Items in a list: enough to fill an answer after a filter has taken its part.</summary>
    public const int Length = 100;

    /// <summary>The list of a user or visit; null where nothing personal can be said.</summary>
    public async ValueTask<byte[]?> ComputeAsync(ProfileKey key, CancellationToken cancellation)
    {
        var name = key.Value[2..];
        var request = new RecommendationRequest
        {
            User = key.IsUser ? new UserId(name) : null,
            Session = key.IsUser ? null : new SessionId(name),
            Count = Length,
            Recorded = false,
            Deadline = RecommendationRequest.MaxDeadline,
        };
        if (await recommender.RecommendAsync(request, cancellation) is not RecommendOutcome.Answered { Recommendation: { Rung: Rung.Full } answer })
        {
            return null;
        }

        var items = new List<ScoredItem>(answer.Items.Count);
        foreach (var item in answer.Items)
        {
            if (catalog.TryGetOrdinal(item.Item, out var ordinal))
            {
                items.Add(new ScoredItem(ordinal, (float)item.Score));
            }
        }

        return new PrecomputedList(answer.Generation, items).Encode();
    }
}
