using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public sealed class PreviewEndpointsTests(ShopServer shop, SharedServer shared)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_says_what_would_change_and_changes_nothing()
    {
        var client = (await shop.StartedAsync()).Client;
        await AskAsync(client, "previewed", 24);
        var before = await RecommendAsync(client, "previewed", 0);

        var same = await client.PreviewScenarioAsync("previewed", new ScenarioInfo(), cancellation: Cancellation);
        var toys = await client.PreviewScenarioAsync("previewed", new ScenarioInfo { Filter = "\"toys\" in item.categories" }, cancellation: Cancellation);
        var none = await client.PreviewScenarioAsync("previewed", new ScenarioInfo { Filter = "item.price < 0", Fallback = "none" }, 5, Cancellation);

        Assert.Equal((25, "scenario", 0), (same.Questions, same.Of, same.InForce));
        Assert.Equal((0.0, 1.0), (same.ChangedSlots, same.Overlap));
        Assert.Equal(0, same.Effect!.Value, 6);
        Assert.Equal(same.Before, same.After);

        Assert.Equal(same.Questions, toys.Questions);
        Assert.InRange(toys.ChangedSlots, 0.2, 1);
        Assert.InRange(toys.Overlap, 0, 0.8);
        Assert.InRange(toys.Effect!.Value, -1, -0.01);
        Assert.True(toys.After.Coverage < toys.Before.Coverage && toys.After.Categories < toys.Before.Categories);
        Assert.NotEmpty(toys.Gaining);
        Assert.All(toys.Losing, item => Assert.True(item.After < item.Before));

        Assert.Equal((5, 0, 5), (none.Questions, none.Before.Empty, none.After.Empty));
        Assert.Equal((1.0, -1.0), (none.ChangedSlots, none.Effect));
        Assert.Contains(none.Warnings, warning => warning.Contains("every list would be empty", StringComparison.Ordinal));

        Assert.Null(await client.FindScenarioAsync("previewed", Cancellation));
        Assert.Equal(before, await RecommendAsync(client, "previewed", 0));
    }

    [Fact]
    public async Task Where_too_few_of_its_own_were_asked_all_questions_stand_in()
    {
        var client = (await shop.StartedAsync()).Client;
        await AskAsync(client, "seldom", 3);
        await client.SaveScenarioAsync("seldom", new ScenarioInfo { Count = 4 }, cancellation: Cancellation);

        var preview = await client.PreviewScenarioAsync("seldom", new ScenarioInfo { Count = 5 }, cancellation: Cancellation);

        Assert.Equal(("workspace", 1), (preview.Of, preview.InForce));
        Assert.InRange(preview.Questions, 3, 200);
    }

    [Fact]
    public async Task Without_questions_it_says_so_and_what_could_not_be_saved_is_refused()
    {
        var http = shared.Server.Http;
        var client = new AttuneClient(http, new AttuneClientOptions { Workspace = "unasked" });

        var preview = await client.PreviewScenarioAsync("home", new ScenarioInfo { Count = 5 }, cancellation: Cancellation);
        var refused = await shared.Server.SendAsync("POST", "/v1/scenarios/home/preview?questions=9", """{"diversity":2}""");

        Assert.Equal((0, null), (preview.Questions, preview.Effect));
        Assert.Contains("No question was asked", preview.Note, StringComparison.Ordinal);
        refused.Problem(400, "diversity");
        (await shared.Server.SendAsync("POST", "/v1/scenarios/home/preview?questions=0", "{}")).Problem(400, "questions");
        (await shared.Server.SendAsync("POST", "/v1/scenarios/home/preview", """{"filtr":"true"}""")).Problem(400, "filtr");
    }

    async Task AskAsync(AttuneClient client, string scenario, int times)
    {
        for (var n = 0; n < times; n++)
        {
            await RecommendAsync(client, scenario, n);
        }
    }

    // By what was just looked at: every question has another taste.
    async Task<string> RecommendAsync(AttuneClient client, string scenario, int n)
    {
        var question = new RecommendationQuestion
        {
            Scenario = scenario,
            Count = 8,
            Events = [new QuestionEvent("view", shop.Shop.Items[n * 3].Id.Value)],
        };
        return string.Join(' ', (await client.RecommendAsync(question, Cancellation)).Items.Select(item => item.Id));
    }
}
