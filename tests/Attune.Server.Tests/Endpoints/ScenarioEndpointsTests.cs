using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public sealed class ScenarioEndpointsTests(ShopServer shop)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_question_follows_what_was_saved()
    {
        var server = await shop.StartedAsync();
        var saved = await server.Client.SaveScenarioAsync("toys-only", new ScenarioInfo { Filter = "\"toys\" in item.categories", Count = 4 }, cancellation: Cancellation);

        var answer = await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "of-the-toys", Scenario = "toys-only" }, Cancellation);

        Assert.Equal(1, saved.Version);
        Assert.Empty(saved.Warnings!);
        Assert.Equal(4, answer.Items.Count);
        Assert.All(answer.Items, item => Assert.Contains("toys", item.Properties!.Value.GetProperty("categories").EnumerateArray().Select(value => value.GetString())));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_together_is_refused_with_its_place_and_what_was_meant()
    {
        var server = await shop.StartedAsync();

        var refused = await server.SendAsync("PUT", "/v1/scenarios/bad-rules", """{"filter":"item.prize < 10","boosts":[{"when":"item.price >","factor":2}],"weights":{"trendin":1}}""");

        refused.Problem(400, "weights.trendin");
        var errors = refused.Json.GetProperty("errors");
        Assert.Equal("filter", errors[1].GetProperty("field").GetString());
        Assert.Equal("item.price", errors[1].GetProperty("suggestion").GetString());
        Assert.Equal(0, errors[1].GetProperty("position").GetInt32());
        Assert.Equal("boosts[0].when", errors[2].GetProperty("field").GetString());
        Assert.Null(await server.Client.FindScenarioAsync("bad-rules", Cancellation));
    }

    [Fact]
    public async Task A_scenario_whose_lists_would_be_empty_is_told_so()
    {
        var server = await shop.StartedAsync();

        var saved = await server.Client.SaveScenarioAsync(
            "nothing-at-all", new ScenarioInfo { Filter = "item.price < 0", Pins = [new("no-such-item", 1)] }, cancellation: Cancellation);

        Assert.Contains(saved.Warnings!, warning => warning.Contains("every list would be empty", StringComparison.Ordinal));
        Assert.Contains(saved.Warnings!, warning => warning.Contains("'no-such-item' is not listed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_earlier_version_comes_back_and_a_change_made_from_an_old_one_is_refused()
    {
        var server = await shop.StartedAsync();
        await server.Client.SaveScenarioAsync("by-turns", new ScenarioInfo { Count = 3 }, version: 0, Cancellation);
        await server.Client.SaveScenarioAsync("by-turns", new ScenarioInfo { Count = 5 }, version: 1, Cancellation);

        var outdated = await Assert.ThrowsAsync<AttuneApiException>(
            () => server.Client.SaveScenarioAsync("by-turns", new ScenarioInfo { Count = 7 }, version: 1, Cancellation));
        var back = await server.Client.RollBackScenarioAsync("by-turns", 1, Cancellation);

        Assert.Equal(409, outdated.Problem!.Status);
        Assert.Equal((3, 3), (back.Version, back.Count));
        Assert.Equal([3, 2, 1], (await server.Client.ScenarioVersionsAsync("by-turns", Cancellation)).Scenarios.Select(version => version.Version!.Value));
        Assert.Equal(3, (await server.Client.RecommendAsync(new RecommendationQuestion { Scenario = "by-turns" }, Cancellation)).Items.Count);
    }

    [Fact]
    public async Task A_scenario_taken_away_leaves_its_questions_to_the_default_one()
    {
        var server = await shop.StartedAsync();
        await server.Client.SaveScenarioAsync("short-lived", new ScenarioInfo { Count = 2 }, cancellation: Cancellation);
        await server.Client.RemoveScenarioAsync("short-lived", Cancellation);

        var answer = await server.Client.RecommendAsync(new RecommendationQuestion { Scenario = "short-lived" }, Cancellation);

        Assert.Equal(10, answer.Items.Count);
        Assert.DoesNotContain((await server.Client.ScenariosAsync(Cancellation)).Scenarios, scenario => scenario.Name == "short-lived");
    }
}
