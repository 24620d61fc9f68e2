using System.Globalization;
using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Endpoints;

/// <summary>Filters and columns that ask for the item of the question, for who asks, and for what they did.</summary>
public sealed class FilterContextTests(ShopServer shop, MovieServer movies)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_shown_beside_an_item_may_be_held_to_its_price_and_category()
    {
        var server = await shop.StartedAsync();
        var item = shop.Shop.Items.Where(item => item.IsAvailable(shop.Shop.HistoryEnd)).OrderBy(item => item.Price).ElementAt(100);

        var answer = await server.Client.RecommendAsync(
            new()
            {
                ItemId = item.Id.Value,
                Filter = "item.price < context.item.price * 1.2 && item != context.item",
                Columns = Columns(),
                Deadline = 5000,
            },
            Cancellation);

        Assert.NotEmpty(answer.Items);
        Assert.All(answer.Items, found =>
        {
            var price = found.Properties!.Value.GetProperty("price").GetDouble();
            Assert.True(price < item.Price * 1.2);
            var columns = found.Columns!.Value;
            Assert.Equal(item.Price - price, columns.GetProperty("cheaper").GetDouble(), 1e-9);
            Assert.Equal(found.Properties.Value.GetProperty("brand").GetString() == item.Brand, columns.GetProperty("same").GetBoolean());
            Assert.Equal(item.Brand, columns.GetProperty("brand").GetString());
            Assert.Equal(
                found.Properties.Value.GetProperty("launched").GetDateTimeOffset(), columns.GetProperty("since").GetDateTimeOffset());
        });

        static Dictionary<string, string> Columns() => new()
        {
            ["cheaper"] = "context.item.price - item.price",
            ["same"] = "item.brand == context.item.brand",
            ["brand"] = "context.item.brand",
            ["since"] = "item.launched",
        };
    }

    [Fact]
    public async Task Without_an_item_its_comparisons_are_false_and_columns_of_it_null()
    {
        var server = await shop.StartedAsync();

        var none = await server.Client.RecommendAsync(new() { Filter = "item.price < context.item.price" }, Cancellation);
        var some = await server.Client.RecommendAsync(
            new() { Columns = new Dictionary<string, string> { ["than"] = "context.item.price", ["half"] = "item.price / 2" }, Count = 3 }, Cancellation);

        Assert.Empty(none.Items);
        Assert.Equal(3, some.Items.Count);
        Assert.All(some.Items, found =>
        {
            Assert.Equal(JsonValueKind.Null, found.Columns!.Value.GetProperty("than").ValueKind);
            Assert.Equal(found.Properties!.Value.GetProperty("price").GetDouble() / 2, found.Columns.Value.GetProperty("half").GetDouble());
        });
    }

    [Fact]
    public async Task What_one_bought_and_looked_at_says_what_may_be_shown()
    {
        var server = await shop.StartedAsync();
        var items = shop.Shop.Items.Where(item => item.IsAvailable(shop.Shop.HistoryEnd)).ToList();
        var (bought, seen) = (items[3], items.First(other => other.Category == items[3].Category && other.Id != items[3].Id));
        var sent = await server.Client.SendEventsAsync(
            [
                new EventRow { Type = "purchase", UserId = "filters-buyer", ItemId = bought.Id.Value },
                new EventRow { Type = "view", UserId = "filters-buyer", ItemId = seen.Id.Value },
            ],
            Cancellation);

        var answer = await AskAsync("item.category in user.bought.category && !(item in user.viewed)");
        var viewed = await AskAsync("item in user.viewed && item.id in user.recent && size(user.bought) == 1");

        Assert.NotEmpty(answer.Items);
        Assert.All(answer.Items, found => Assert.Equal(bought.Category, found.Properties!.Value.GetProperty("category").GetString()));
        Assert.DoesNotContain(answer.Items, found => found.Id == seen.Id.Value || found.Id == bought.Id.Value);
        Assert.Equal([seen.Id.Value], viewed.Items.Select(found => found.Id));

        Task<RecommendationAnswer> AskAsync(string filter) => server.Client.RecommendAsync(
            new() { UserId = "filters-buyer", Filter = filter, After = sent.Token, Deadline = 5000, Count = 50 }, Cancellation);
    }

    [Fact]
    public async Task What_is_near_is_found_and_how_far_it_is_is_said()
    {
        var server = await shop.StartedAsync();
        await PutAsync("filters-mitte", """{"name": "Ticket", "place": {"lat": 52.52, "lon": 13.405}, "embedding": [1, 0, 0]}""");
        await PutAsync("filters-potsdam", """{"name": "Ticket", "place": {"lat": 52.39, "lon": 13.065}, "embedding": [0.9, 0.1, 0]}""");
        await PutAsync("filters-paris", """{"name": "Ticket", "place": {"lat": 48.8566, "lon": 2.3522}, "embedding": [0, 0, 1]}""");
        await server.Client.PutUserAsync("filters-berliner", JsonDocument.Parse("""{"home": {"lat": 52.5, "lon": 13.4}}""").RootElement, Cancellation);

        var near = await AskAsync("distance(item.place, user.home) < 50000", "filters-berliner");
        var alike = await AskAsync("similarity(item.embedding, context.item.embedding) > 0.5 && item != context.item", null, "filters-mitte");
        await server.Client.PutUserAsync("filters-berliner", JsonDocument.Parse("""{"home": {"lat": 48.8, "lon": 2.3}}""").RootElement, Cancellation);
        var moved = await AskAsync("distance(item.place, user.home) < 50000", "filters-berliner");

        Assert.Equal(["filters-mitte", "filters-potsdam"], near.Items.Select(found => found.Id).Order());
        var mitte = near.Items.Single(found => found.Id == "filters-mitte").Columns!.Value.GetProperty("km").GetDouble();
        Assert.InRange(mitte, 2.2, 2.3);
        Assert.Equal(["filters-potsdam"], alike.Items.Select(found => found.Id));
        Assert.Equal(["filters-paris"], moved.Items.Select(found => found.Id));

        Task PutAsync(string id, string json) => server.Client.PutItemAsync(id, JsonDocument.Parse(json).RootElement, Cancellation);
        Task<RecommendationAnswer> AskAsync(string filter, string? user, string? item = null) => server.Client.RecommendAsync(
            new()
            {
                UserId = user,
                ItemId = item,
                Filter = filter,
                Columns = new Dictionary<string, string> { ["km"] = "distance(item.place, user.home) / 1000" },
                Deadline = 5000,
            },
            Cancellation);
    }

    [Theory]
    [InlineData("item.prise < context.item.price", null, "filter", 0, "item.price")]
    [InlineData("item.price < context.itm.price", null, "filter", 21, "context.item")]
    [InlineData("item.inStock and item.price < 3", null, "filter", 13, "&&")]
    [InlineData("item in user.bougth", null, "filter", 8, "user.bought")]
    [InlineData(null, "distanse(item.price, 3)", "columns.x", 0, "distance")]
    [InlineData(null, "item.categories", "columns.x", 0, null)]
    public async Task A_fault_names_the_field_the_place_and_what_was_meant(string? filter, string? column, string field, int position, string? suggestion)
    {
        var server = await shop.StartedAsync();

        var fault = await Assert.ThrowsAsync<AttuneApiException>(() => server.Client.RecommendAsync(
            new() { Filter = filter, Columns = column is null ? null : new Dictionary<string, string> { ["x"] = column } }, Cancellation));

        var error = Assert.Single(fault.Problem!.Errors);
        Assert.Equal((400, field, position, suggestion), (fault.Status, error.Field, error.Position, error.Suggestion));
    }

    [Fact]
    public async Task At_most_20_columns_are_worked_out()
    {
        var server = await shop.StartedAsync();
        var columns = Enumerable.Range(0, 21).ToDictionary(n => string.Create(CultureInfo.InvariantCulture, $"c{n}"), _ => "1");

        var fault = await Assert.ThrowsAsync<AttuneApiException>(() => server.Client.RecommendAsync(new() { Columns = columns }, Cancellation));

        Assert.Equal("columns", fault.Problem!.Errors[0].Field);
    }

    [Fact]
    public async Task Films_are_of_the_genres_and_the_years_around_the_one_asked_about()
    {
        var server = await movies.StartedAsync();

        // Star Wars, of 1977.
        var answer = await server.Client.RecommendAsync(
            new()
            {
                ItemId = "50",
                Filter = "\"Sci-Fi\" in item.genres && item.year >= context.item.year - 5 && item.year <= context.item.year + 5",
                Columns = new Dictionary<string, string> { ["later"] = "item.year - context.item.year" },
                Deadline = 5000,
            },
            Cancellation);

        Assert.NotEmpty(answer.Items);
        Assert.All(answer.Items, found =>
        {
            Assert.InRange(found.Properties!.Value.GetProperty("year").GetInt32(), 1972, 1982);
            Assert.InRange(found.Columns!.Value.GetProperty("later").GetDouble(), -5, 5);
            Assert.Contains("Sci-Fi", found.Properties.Value.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString()));
        });
    }
}
