using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

public class FeatureEndpointsTests(SharedServer shared)
{
    const int Longest = 5_000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    AttuneClient Client => new(shared.Server.Http, new() { Workspace = "features" });

    [Fact]
    public async Task Every_event_is_in_the_very_next_reading_of_its_user_and_its_item()
    {
        for (var turn = 1; turn <= 25; turn++)
        {
            var token = await SendAsync("view", "eve", $"eve-{turn % 5}");

            var user = await Client.UserFeaturesAsync("eve", token, Longest, Cancellation);
            var item = await Client.ItemFeaturesAsync($"eve-{turn % 5}", token, Longest, Cancellation);

            Assert.Equal((turn, Math.Min(turn, 5)), (user.Values["user_view_count"], (int)user.Values["user_item_count"]!));
            Assert.Equal((turn < 5 ? 1 : 0, turn is >= 5 and < 20 ? 1 : 0), (user.Values["user_thin"], user.Values["user_middling"]));
            Assert.InRange(user.Values["user_seconds_since_last"]!.Value, 0, 3600);
            Assert.InRange(item.Values["item_trend_7d"]!.Value, ((turn + 4) / 5) - 0.01, ((turn + 4) / 5) + 0.001);
            Assert.Equal((true, 0), (item.Known, item.Values["item_young"]));
        }
    }

    [Fact]
    public async Task What_was_shown_counts_until_it_is_taken_up_and_what_was_bought_is_kept_out()
    {
        await SendAsync("impression", "fay", "fay-lamp");
        await SendAsync("impression", "fay", "fay-lamp");
        var shown = await Client.UserFeaturesAsync("fay", await SendAsync("impression", "fay", "fay-tea"), Longest, Cancellation);
        var bought = await Client.UserFeaturesAsync("fay", await SendAsync("purchase", "fay", "fay-lamp"), Longest, Cancellation);

        Assert.Equal((2, 3, 0), (shown.Values["user_passed_item_count"], shown.Values["user_passed_impression_count"], shown.Values["user_interaction_count"]));
        Assert.Null(shown.Values["user_seconds_since_last"]);
        Assert.Equal((1, 1, 1), (bought.Values["user_passed_item_count"], bought.Values["user_excluded_count"], bought.Values["user_purchase_count"]));
        Assert.Equal(2, (await Client.ItemFeaturesAsync("fay-lamp", cancellation: Cancellation)).Values["item_impression_count"]);
    }

    [Fact]
    public async Task Several_are_read_as_of_one_moment_and_those_never_seen_have_the_features_of_nothing()
    {
        var token = await SendAsync("like", "gus", "gus-cup");

        var read = await Client.FeaturesAsync(new() { Users = ["gus", "nobody", "gus"], Items = ["nothing", "gus-cup"], After = token, Deadline = Longest }, Cancellation);

        Assert.Equal([("gus", true), ("nobody", false)], read.Users.Select(row => (row.Id, row.Known)));
        Assert.Equal([("nothing", false), ("gus-cup", true)], read.Items.Select(row => (row.Id, row.Known)));
        Assert.Equal((1, 0), (read.Users[0].Values["user_like_count"], read.Users[1].Values["user_like_count"]));
        Assert.Equal((0, 0), (read.Items[0].Values["item_trend_1h"], read.Items[0].Values["item_quality"]));
        Assert.Equal(4, read.Items[1].Values["item_trend_7d"]!.Value, 0.01);
        Assert.Equal(("seconds", "strength"), (read.Units["user_seconds_since_last"], read.Units["item_trend_1h"]));
        Assert.Equal(read.Units.Keys.Order(), read.Users[0].Values.Keys.Concat(read.Items[0].Values.Keys).Order());
        var alone = await Client.UserFeaturesAsync("nobody", cancellation: Cancellation);
        Assert.Equal((false, "nobody"), (alone.Known, alone.Id));
    }

    [Fact]
    public async Task A_user_of_two_ids_has_one_set_of_features()
    {
        await SendAsync("view", "hal", "hal-pen");
        await SendAsync("view", "hal-phone", "hal-ink");
        await Client.MergeUserAsync("hal", new MergeSource { UserId = "hal-phone" }, Cancellation);

        var read = await Client.FeaturesAsync(new() { Users = ["hal-phone", "hal"], After = await SendAsync("cart", "hal", "hal-ink"), Deadline = Longest }, Cancellation);

        Assert.All(read.Users, row => Assert.Equal((2, 1), (row.Values["user_view_count"], row.Values["user_cart_count"])));
    }

    [Fact]
    public async Task Every_feature_is_explained_under_the_name_it_is_read_by()
    {
        var defined = (await Client.FeatureDefinitionsAsync(Cancellation)).Features;
        var read = await Client.FeaturesAsync(new() { Users = ["ida"], Items = ["ida-cup"] }, Cancellation);

        Assert.Equal(defined.Where(feature => feature.Of == "user").Select(feature => feature.Name), read.Users[0].Values.Keys);
        Assert.Equal(defined.Where(feature => feature.Of == "item").Select(feature => feature.Name), read.Items[0].Values.Keys);
        Assert.All(defined, feature => Assert.EndsWith(".", feature.Meaning, StringComparison.Ordinal));
        Assert.Equal(["item_clicks", "item_expected_clicks", "item_quality", "item_young"], defined.Where(feature => !feature.Exported).Select(feature => feature.Name));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_by_field()
    {
        (await AskAsync("""{}""")).Problem(400, "users");
        (await AskAsync("""{"users":["a",7]}""")).Problem(400, "users[1]");
        (await AskAsync("""{"users":["a"],"user":"b"}""")).Problem(400, "user");
        (await AskAsync("""{"items":["a"],"after":"soon"}""")).Problem(400, "after");
        (await AskAsync("""{"items":["a"],"deadline":0}""")).Problem(400, "deadline");
        (await AskAsync($$"""{"items":[{{string.Join(',', Enumerable.Range(0, 1001).Select(n => $"\"{n}\""))}}]}""")).Problem(400, "items");
        (await shared.Server.SendAsync("GET", "/v1/users/a/features?after=soon")).Problem(400, "after");
        (await shared.Server.SendAsync("GET", "/v1/items/a/features?units=true")).Problem(400, "units");
    }

    Task<Reply> AskAsync(string body) => shared.Server.SendAsync("POST", "/v1/features", body);

    async Task<string> SendAsync(string type, string user, string item) =>
        (await Client.SendEventAsync(new EventRow { Type = type, UserId = user, ItemId = item }, Cancellation)).Token!;
}
