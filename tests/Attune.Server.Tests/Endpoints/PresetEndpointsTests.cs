using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public sealed class PresetEndpointsTests(ShopServer shop, SharedServer shared)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_preset_each_placement_of_the_shop_answers_in_its_own_way()
    {
        var server = await shop.StartedAsync();
        var saved = await server.Client.SavePresetAsync("shop", cancellation: Cancellation);
        var seen = shop.Shop.Items[3].Id;

        var lists = new Dictionary<string, RecommendationAnswer>();
        foreach (var placement in saved.Saved.Concat(saved.Kept))
        {
            lists[placement] = await server.Client.RecommendAsync(
                new RecommendationQuestion { UserId = "of-the-presets", ItemId = placement is "home" or "category" or "newsletter" ? null : seen.Value, Scenario = placement },
                Cancellation);
        }

        Assert.Equal((20, 12), (lists["home"].Items.Count, lists["product-detail"].Items.Count));
        Assert.NotEqual(Ids(lists["product-detail"]), Ids(lists["bought-together"]));
        Assert.NotEqual(Ids(lists["home"])[..12], Ids(lists["product-detail"]));
        Assert.All(lists.Values.SelectMany(list => list.Items), item => Assert.False(item.Properties!.Value.TryGetProperty("inStock", out var inStock) && !inStock.GetBoolean()));
        Assert.DoesNotContain(saved.Notes, note => note.Contains("left out", StringComparison.Ordinal));
        await RemoveAsync(server, saved);
    }

    [Fact]
    public async Task What_is_there_is_kept_unless_it_is_to_be_replaced()
    {
        var client = shared.Server.Client;
        await client.SaveScenarioAsync("radio", new ScenarioInfo { Count = 3 }, cancellation: Cancellation);

        var first = await client.SavePresetAsync("music", cancellation: Cancellation);
        var kept = await client.FindScenarioAsync("radio", Cancellation);
        var second = await client.SavePresetAsync("music", replace: true, Cancellation);

        Assert.Equal(["radio"], first.Kept);
        Assert.Contains("discover", first.Saved);
        Assert.Equal((1, 3), (kept!.Version, kept.Count));
        Assert.Contains("radio", second.Saved);
        Assert.Equal((2, 25), ((await client.FindScenarioAsync("radio", Cancellation)) is { } radio ? (radio.Version, radio.Count) : default));
        await RemoveAsync(shared.Server, second);
    }

    [Fact]
    public async Task The_presets_are_listed_and_an_industry_nobody_wrote_one_for_is_refused()
    {
        var presets = await shared.Server.Client.PresetsAsync(Cancellation);
        Assert.Equal(["shop", "news", "video", "music", "game"], presets.Presets.Select(preset => preset.Industry));
        Assert.All(presets.Presets, preset => Assert.NotEmpty(preset.Scenarios));

        var error = (await shared.Server.SendAsync("POST", "/v1/scenarios/presets/shops")).Problem(400, "industry");
        Assert.Equal("shop", error.GetProperty("suggestion").GetString());
        (await shared.Server.SendAsync("PUT", "/v1/scenarios/presets", "{}")).Problem(400, "name");
    }

    static string[] Ids(RecommendationAnswer list) => [.. list.Items.Select(item => item.Id)];

    // The server is shared, and these names are everybody's.
    static async Task RemoveAsync(TestServer server, PresetSaved saved)
    {
        foreach (var name in saved.Saved)
        {
            await server.Client.RemoveScenarioAsync(name, Cancellation);
        }
    }
}
