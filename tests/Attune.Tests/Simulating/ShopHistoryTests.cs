using System.Text.Json;
using Attune.Events;
using Attune.Simulating;

namespace Attune.Tests.Simulating;

public sealed class ShopHistoryTests
{
    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));
    static readonly ShopSimulator Shop = new(new ShopSettings(), Start);
    static readonly List<UserEvent> History = [.. Shop.History()];

    [Fact]
    public void The_same_settings_give_the_same_shop_and_history()
    {
        var again = new ShopSimulator(new ShopSettings(), Start);

        Assert.Equal(Shop.Items, again.Items);
        Assert.Equal(History, again.History());
    }

    [Fact]
    public void Another_seed_gives_another_history() =>
        Assert.NotEqual(History.Take(100), new ShopSimulator(new ShopSettings { Seed = 2 }, Start).History().Take(100));

    [Fact]
    public void The_history_is_as_long_as_asked_for_within_a_tenth()
    {
        Assert.InRange(History.Count, 54_000, 66_000);
        Assert.InRange(History[0].Time.Micros, Start.Micros, Start.Plus(TimeSpan.FromHours(6)).Micros);
        Assert.InRange(History[^1].Time.Micros, Shop.HistoryEnd.Plus(TimeSpan.FromHours(-6)).Micros, Shop.HistoryEnd.Plus(TimeSpan.FromHours(1)).Micros);
    }

    [Fact]
    public void Events_come_by_ascending_time_with_ids_of_their_own_and_pass_ingest()
    {
        Assert.All(History.Zip(History.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
        Assert.Equal(History.Count, History.Select(e => e.EventId).Distinct().Count());
        Assert.All(History, e => Assert.True(e.User is not null || e.Session is not null));
    }

    [Fact]
    public void All_kinds_of_behaviour_occur_fewer_the_more_they_mean()
    {
        var counts = History.GroupBy(e => e.Type).ToDictionary(group => group.Key, group => group.Count());

        Assert.True(counts[EventType.View] > counts[EventType.Cart]);
        Assert.True(counts[EventType.Cart] > counts[EventType.Purchase]);
        Assert.InRange(counts[EventType.Purchase], 500, 6000);
        Assert.True(counts[EventType.Impression] > counts[EventType.Click]);
        Assert.True(counts[EventType.Click] > 100);
        Assert.True(counts[EventType.Search] > 100);
    }

    [Fact]
    public void Nothing_is_viewed_before_its_launch_or_out_of_stock()
    {
        var items = Shop.Items.ToDictionary(item => item.Id);

        Assert.All(History.Where(e => e.Type == EventType.View), e => Assert.True(items[e.Item!.Value].IsAvailable(e.Time)));
        Assert.Contains(Shop.Items, item => item.LaunchedAt > Shop.HistoryEnd);
        Assert.Contains(Shop.Items, item => item.Stock == 0);
    }

    [Fact]
    public void Items_read_well_and_say_their_properties()
    {
        var item = Shop.Items[0];
        using var properties = JsonDocument.Parse(item.PropertiesJson);

        Assert.Equal("item-0000", item.Id.Value);
        Assert.Equal(item.Name, properties.RootElement.GetProperty("name").GetString());
        Assert.Equal(item.Price, properties.RootElement.GetProperty("price").GetDouble());
        Assert.Equal("running", properties.RootElement.GetProperty("categories")[1].GetString());
        Assert.True(properties.RootElement.GetProperty("launched").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public void Items_bought_together_are_of_the_same_taste_far_above_chance()
    {
        var category = Shop.Items.ToDictionary(item => item.Id, item => item.Category);
        var likers = History.Where(e => e.Type == EventType.View && e.User is not null)
            .GroupBy(e => e.Item!.Value).ToDictionary(group => group.Key, group => group.Select(e => e.User!.Value).ToHashSet());
        var hits = 0;
        var tries = 0;
        foreach (var (item, users) in likers.Where(pair => pair.Value.Count >= 20).Take(100))
        {
            var nearest = likers.Where(other => other.Key != item)
                .OrderByDescending(other => other.Value.Count(users.Contains) / Math.Sqrt((double)other.Value.Count * users.Count))
                .Take(5);
            hits += nearest.Count(other => category[other.Key] == category[item]);
            tries += 5;
        }

        // By chance one in fourteen, 7 %. The other half are most often of the same style's second category.
        Assert.InRange((double)hits / tries, 0.4, 1);
    }

    [Fact]
    public void Shoppers_look_at_what_they_love()
    {
        var category = Shop.Items.ToDictionary(item => item.Id, item => item.Category);
        var views = History.Where(e => e.Type == EventType.View && e.User is not null).ToList();

        var loved = views.Count(e => Shop.LovedCategories(e.User!.Value, e.Time).Contains(category[e.Item!.Value]));

        // Two of fourteen categories: 14 % by chance.
        Assert.InRange((double)loved / views.Count, 0.4, 0.9);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_all_at_once()
    {
        var refused = Assert.Throws<ArgumentException>(() => new ShopSimulator(new ShopSettings { Items = 3, Anonymous = double.NaN }, Start));

        Assert.Contains("shop.items is 3; it must be 20 to 1000000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("shop.anonymous is NaN", refused.Message, StringComparison.Ordinal);
    }
}
