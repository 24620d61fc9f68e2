using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class RotationTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_visitor_has_seen_three_times_gives_way_to_what_they_have_not()
    {
        var client = (await shop.StartedAsync()).Client;
        await client.SaveScenarioAsync("rotating", new() { Count = 5, Rotation = new(3, 0, 24) }, cancellation: Cancellation);
        var question = new RecommendationQuestion { UserId = "rotation-user", Scenario = "rotating", Deadline = 5000 };
        var first = (await client.RecommendAsync(question, Cancellation)).Items;

        for (var seen = 1; seen <= 3; seen++)
        {
            var sent = await client.SendEventsAsync(
                [.. first.Select(item => new EventRow { Type = "impression", UserId = "rotation-user", ItemId = item.Id })], Cancellation);
            question = question with { After = sent.Token };
        }

        var next = (await client.RecommendAsync(question, Cancellation)).Items;
        Assert.Equal(5, next.Count);
        Assert.Empty(next.IntersectBy(first.Select(item => item.Id), item => item.Id));
        var profile = await client.ProfileAsync("rotation-user", Cancellation);
        Assert.All(profile.Shown, shown => Assert.Equal(3, shown.Count));
        Assert.Equal(first.Select(item => item.Id), profile.Shown.Select(shown => shown.ItemId));
        var back = await client.SendEventAsync(new() { Type = "click", UserId = "rotation-user", ItemId = first[0].Id }, Cancellation);
        Assert.Contains(first[0].Id, (await client.RecommendAsync(question with { After = back.Token, Include = [first[0].Id] }, Cancellation)).Items.Select(item => item.Id));
    }
}
