using Attune.Client;
using Attune.Client.Wire;
using ShopFront;

namespace ClientShop;

/// <summary>The shop's lists: the server's while it answers, and otherwise the shop's own.</summary>
sealed class Lists(AttuneClient client, ShopSettings settings)
{
    static readonly Suggestion[] BestSellers = [new("tea", "best seller"), new("lamp", "best seller"), new("stove", "best seller")];

    /// <summary>Never fails because the server does, and takes no longer than <see cref="ShopSettings.Patience"/>.</summary>
    public async Task<IReadOnlyList<Suggestion>> AskAsync(RecommendationQuestion question, CancellationToken cancellation)
    {
        // The server gives a poorer list rather than a late one; a list that comes after the page has gone is no list.
        var deadline = (int)Math.Clamp(settings.Patience.TotalMilliseconds / 2, 1, 5_000);
        try
        {
            var answer = await client.RecommendAsync(question with { Count = 5, Deadline = deadline }, cancellation);
            return [.. answer.Items.Select(item => new Suggestion(item.Id, item.Reason))];
        }
        catch (AttuneApiException)
        {
            // A page without the server is a page with what always sells.
            return BestSellers;
        }
    }
}
