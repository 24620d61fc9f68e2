using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>The ranker on MovieLens, over HTTP: what is shown and clicked changes the order of others' lists.</summary>
public sealed class RankedFilmsTests
{
    const int Shown = 20;

    // Star Wars and the two after it.
    static readonly string[] Liked = ["50", "172", "181"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_shown_and_clicked_changes_the_order_of_lists_for_people_who_never_saw_it()
    {
        await using var server = await MovieServer.OpenAsync(new() { Recommend = new() { RankerOutcomes = 20, Seed = 1 } });
        var client = server.Client;
        // Without places for films nobody has rated, which go to any of them.
        await client.SaveScenarioAsync("default", new() { NewItemShare = 0 }, cancellation: Cancellation);
        await client.SaveScenarioAsync("unranked", new() { Ranker = false, NewItemShare = 0 }, cancellation: Cancellation);
        var before = await LikeAsync(client, "ranked-before");
        var wanted = (await IdsAsync(client, "ranked-before", "unranked", before))[10..14];
        Assert.Equal(await IdsAsync(client, "ranked-before", "unranked", before), await IdsAsync(client, "ranked-before", "default", before));

        for (var n = 0; n < 12; n++)
        {
            var user = $"ranked-visitor-{n}";
            var token = await LikeAsync(client, user);
            var answer = await AskAsync(client, user, "default", token);
            var clicked = answer.Items.First(item => item.Id == wanted[n % wanted.Length]);
            await client.SendEventsAsync([.. answer.Items.Select(item => Of("impression", item.Id)), Of("click", clicked.Id)], Cancellation);

            EventRow Of(string type, string item) => new() { Type = type, UserId = user, ItemId = item, RecommendationId = answer.RecommendationId };
        }

        var after = await LikeAsync(client, "ranked-after");

        // The stream has heard the clicks in both; only the ranker has learned from what was passed over.
        Assert.NotEqual(await IdsAsync(client, "ranked-after", "unranked", after), await IdsAsync(client, "ranked-after", "default", after));
    }

    static async Task<string> LikeAsync(AttuneClient client, string user) => (await client.SendEventsAsync(
        [.. Liked.Select(film => new EventRow { Type = "rating", Value = 5, UserId = user, ItemId = film })], Cancellation)).Token!;

    static async Task<string[]> IdsAsync(AttuneClient client, string user, string scenario, string after) =>
        [.. (await AskAsync(client, user, scenario, after)).Items.Select(item => item.Id)];

    static Task<RecommendationAnswer> AskAsync(AttuneClient client, string user, string scenario, string after) =>
        client.RecommendAsync(new() { UserId = user, Scenario = scenario, Count = Shown, After = after, Deadline = 5_000 }, Cancellation);
}
