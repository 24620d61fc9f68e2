using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>Learning from outcomes, exploring and promises of exposure, over HTTP on the simulator's shop.</summary>
public class ExploringTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_explored_share_is_kept_and_says_so()
    {
        var client = (await shop.StartedAsync()).Client;
        await client.SaveScenarioAsync("exploring-share", new() { Count = 10, Exploration = 0.2, NewItemShare = 0 }, cancellation: Cancellation);
        var explored = 0;
        for (var n = 0; n < 60; n++)
        {
            var answer = await AskAsync(client, "exploring-share-user", "exploring-share");
            Assert.Equal(10, answer.Items.Count);
            explored += answer.Items.Count(item => item.Reason == "explored");
        }

        Assert.Equal(120, explored);
        Assert.DoesNotContain((await AskAsync(client, "exploring-share-user", "default")).Items, item => item.Reason == "explored");
    }

    [Fact]
    public async Task Clicks_on_what_one_source_brings_raise_what_it_brings_in_the_next_lists()
    {
        await using var server = await TestServer.StartAsync(settings: new() { Recommend = new() { RankerOutcomes = 50, Seed = 1 } });
        var client = server.Client;
        await client.SaveScenarioAsync("blend-alone", new() { Ranker = false }, cancellation: Cancellation);
        // Ten items go with the start, and ten others trend with people of one view.
        var events = Enumerable.Range(0, 30).SelectMany(n => new[] { View($"pair-{n}", "start"), View($"pair-{n}", $"together-{n % 10}") })
            .Concat(Enumerable.Range(0, 60).Select(n => View($"lone-{n}", $"trending-{n % 10}")));
        await client.SendEventsAsync([.. events, View("anna", "start")], Cancellation);
        for (var n = 0; n < 25; n++)
        {
            var user = $"visitor-{n}";
            var shown = await client.RecommendAsync(new() { UserId = user, Count = 15, Deadline = 5000, After = (await client.SendEventAsync(View(user, "start"), Cancellation)).Token }, Cancellation);
            var clicked = shown.Items.Last(item => item.Id.StartsWith("trending", StringComparison.Ordinal));
            var rows = shown.Items.Select(item => Of("impression", item.Id)).Append(Of("click", clicked.Id));
            await client.SendEventsAsync([.. rows], Cancellation);

            EventRow Of(string type, string item) => new() { Type = type, UserId = user, ItemId = item, RecommendationId = shown.RecommendationId };
        }

        var last = await client.SendEventAsync(View("eve", "elsewhere"), Cancellation);
        var learned = await WorthAsync("default");
        var blended = await WorthAsync("blend-alone");

        Assert.True(learned > 1.1 * blended, $"Worth {learned} of the best item's score, and {blended} by the blend alone.");

        async Task<double> WorthAsync(string scenario)
        {
            var answer = await client.RecommendAsync(new() { UserId = "anna", Count = 20, Scenario = scenario, Deadline = 5000, After = last.Token }, Cancellation);
            return answer.Items.Where(item => item.Id.StartsWith("trending", StringComparison.Ordinal)).Average(item => item.Score) / answer.Items.Max(item => item.Score);
        }
    }

    [Fact]
    public async Task A_promise_to_new_items_is_met_out_of_the_explored_share()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Client;
        await client.PutItemsAsync([.. Enumerable.Range(0, 40).Select(n => Item($"old-{n:00}"))], Cancellation);
        await client.SaveScenarioAsync("promising", new() { Count = 10, Exploration = 0.3, NewItemShare = 0 }, cancellation: Cancellation);
        var before = await client.PromiseExposureAsync(new(1, 24), Cancellation);
        Assert.Equal((0, 1), (before.Promised, before.Contract!.Impressions));
        await client.SendEventsAsync([.. Enumerable.Range(0, 30).Select(n => new EventRow { Type = "click", UserId = "promise-user", ItemId = $"old-{n:00}" })], Cancellation);
        await client.PutItemsAsync([Item("fresh-0"), Item("fresh-1")], Cancellation);
        Assert.Equal((2, 0, 2), await StateAsync(client));

        for (var n = 0; n < 40 && (await client.ExposureAsync(Cancellation)).Met < 2; n++)
        {
            await ShowAsync(client, await AskAsync(client, $"promise-visitor-{n}", "promising"), $"promise-visitor-{n}");
        }

        Assert.Equal((2, 2, 0), await StateAsync(client));
        var report = await client.ExposureAsync(Cancellation);
        Assert.True(report.Explored >= 2);
        Assert.Empty(report.Items);
        await client.EndExposureAsync(Cancellation);
        Assert.Null((await client.ExposureAsync(Cancellation)).Contract);
        var refused = await Assert.ThrowsAsync<AttuneApiException>(() => client.PromiseExposureAsync(new(0, 9_000), Cancellation));
        Assert.Contains(refused.Problem!.Errors, error => error.Field == "hours");
    }

    static async Task<(int, int, int)> StateAsync(AttuneClient client)
    {
        var report = await client.ExposureAsync(Cancellation);
        return (report.Promised, report.Met, report.Behind);
    }

    static EventRow View(string user, string item) => new() { Type = "view", UserId = user, ItemId = item };

    static PropertiesRow Item(string id) => new() { Id = id, Properties = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["category"] = "things" }) };

    static Task<RecommendationAnswer> AskAsync(AttuneClient client, string user, string scenario) =>
        client.RecommendAsync(new() { UserId = user, Scenario = scenario, Deadline = 5000 }, Cancellation);

    // The answer after it knows of the impressions.
    static async Task ShowAsync(AttuneClient client, RecommendationAnswer answer, string user)
    {
        var sent = await client.SendEventsAsync(
            [.. answer.Items.Select(item => new EventRow { Type = "impression", UserId = user, ItemId = item.Id, RecommendationId = answer.RecommendationId })],
            Cancellation);
        await client.RecommendAsync(new() { UserId = user, After = sent.Token, Deadline = 5000 }, Cancellation);
    }
}
