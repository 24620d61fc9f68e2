using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>A stranger's first events on the simulator's shop and on MovieLens, over HTTP.</summary>
public sealed class RealCatalogTests(ShopServer shop, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shopper_who_looks_at_one_thing_is_shown_more_of_its_category_at_once()
    {
        var server = await shop.StartedAsync();
        var looked = shop.Shop.Items.Where(item => item.IsAvailable(shop.Shop.HistoryEnd)).OrderByDescending(item => item.Appeal).First();
        var before = await AskAsync(server, "a-stranger-in-the-shop", default);
        var told = await server.Client.SendEventAsync(
            new EventRow { Type = "view", UserId = "a-stranger-in-the-shop", ItemId = looked.Id.Value }, Cancellation);

        var after = await AskAsync(server, "a-stranger-in-the-shop", told.Token);

        int Alike(RecommendationAnswer answer) => answer.Items.Count(item => shop.Shop.Items.FirstOrDefault(each => each.Id.Value == item.Id)?.Category == looked.Category);
        Assert.True(Alike(after) > Alike(before), $"{Alike(before)} of {looked.Category} before, {Alike(after)} after.");
    }

    [Fact]
    public async Task Who_likes_three_films_for_children_is_shown_more_of_them_by_genre()
    {
        var server = await movies.StartedAsync();
        // Lion King, Aladdin, Beauty and the Beast.
        string[] liked = ["71", "95", "588"];
        var events = liked.Select(film => new EventRow { Type = "rating", Value = 5, UserId = "a-new-parent", ItemId = film });
        var told = await server.Client.SendEventsAsync([.. events], Cancellation);

        var answer = await AskAsync(server, "a-new-parent", told.Token);

        var children = answer.Items.Count(item => item.Properties!.Value.GetProperty("genres").EnumerateArray()
            .Any(genre => genre.GetString() is "Children's" or "Animation" or "Musical"));
        Assert.True(children >= 5, $"{children} of 10 are for children.");
    }

    static Task<RecommendationAnswer> AskAsync(TestServer server, string user, string? after) =>
        server.Client.RecommendAsync(new RecommendationQuestion { UserId = user, After = after, Deadline = 2_000 }, Cancellation);
}
