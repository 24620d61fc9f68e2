using Attune.Events;
using Attune.Simulating;

namespace Attune.Tests.Simulating;

public sealed class ShopperTests
{
    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));

    readonly ShopSimulator _shop = new(new ShopSettings(), Start);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_ideal_list_is_the_best_that_can_be_seen_and_bought()
    {
        var user = _shop.Shoppers.First();
        var ideal = _shop.IdealList(user, _shop.HistoryEnd, 10);
        var rewards = _shop.Items.Select(item => _shop.ExpectedReward(user, item.Id, _shop.HistoryEnd)).OrderDescending().Take(10);

        Assert.Equal(rewards, ideal.Select(item => _shop.ExpectedReward(user, item, _shop.HistoryEnd)));
        Assert.All(ideal, id => Assert.True(_shop.Items.Single(item => item.Id == id).IsAvailable(_shop.HistoryEnd)));
        Assert.Equal(ideal.Skip(1), _shop.IdealList(user, _shop.HistoryEnd, 9, new HashSet<ItemId> { ideal[0] }));
    }

    [Fact]
    public void No_order_of_the_ideal_list_is_better_and_no_other_list_is()
    {
        var random = new Random(3);
        foreach (var user in _shop.Shoppers.Take(20))
        {
            var ideal = _shop.IdealList(user, Start, 10);
            var best = _shop.ExpectedReward(user, ideal, Start);
            ItemId[] shuffled = [.. ideal];
            random.Shuffle(shuffled);
            ItemId[] others = [.. _shop.Items.Select(item => item.Id)];
            random.Shuffle(others);

            Assert.True(_shop.ExpectedReward(user, shuffled, Start) <= best);
            Assert.True(_shop.ExpectedReward(user, others[..10], Start) < 0.6 * best);
        }
    }

    [Fact]
    public void What_cannot_be_bought_has_no_reward()
    {
        var user = _shop.Shoppers.First();

        Assert.Equal(0, _shop.ExpectedReward(user, new ItemId("unknown"), Start));
        Assert.Equal(0, _shop.ExpectedReward(user, _shop.Items.First(item => item.Stock == 0).Id, Start));
        Assert.Equal(0, _shop.ExpectedReward(user, _shop.Items.First(item => item.LaunchedAt > Start).Id, Start));
    }

    [Fact]
    public void The_same_things_are_clicked_less_the_lower_they_stand()
    {
        var clicks = new int[11];
        var at = _shop.HistoryEnd;
        var random = new Random(5);
        for (var visits = 0; visits < 6000; visits++)
        {
            var visit = _shop.NextVisit(at);
            ItemId[] list = [.. _shop.IdealList(visit.User, at, 10)];
            random.Shuffle(list);
            foreach (var click in visit.See(new ShownList(list, "r1")).Where(e => e.Type == EventType.Click))
            {
                Assert.Equal("r1", click.RecommendationId);
                clicks[list.IndexOf(click.Item!.Value) + 1]++;
            }
        }

        Assert.True(clicks[1] > 1.5 * clicks[3], $"{clicks[1]} clicks on place 1, {clicks[3]} on place 3");
        Assert.True(clicks[3] > 1.3 * clicks[10], $"{clicks[3]} clicks on place 3, {clicks[10]} on place 10");
    }

    [Fact]
    public void A_list_is_shown_item_by_item_with_places_even_where_the_shop_does_not_know_one()
    {
        var list = new ShownList([_shop.Items[0].Id, new ItemId("unknown")], "r1");

        var impressions = _shop.NextVisit(Start).See(list).Where(e => e.Type == EventType.Impression).ToList();

        Assert.Equal(list.Items, impressions.Select(e => e.Item!.Value));
        Assert.Equal(["{\"position\":1}", "{\"position\":2}"], impressions.Select(e => e.Context));
    }

    [Fact]
    public void Better_lists_earn_more_clicks()
    {
        var at = _shop.HistoryEnd;

        Assert.True(ClicksOn(user => _shop.IdealList(user, at, 10)) > 2 * ClicksOn(_ => [.. _shop.Items.Take(10).Select(item => item.Id)]));

        int ClicksOn(Func<UserId, IReadOnlyList<ItemId>> recommend) => Enumerable.Range(0, 1500)
            .Select(_ => _shop.NextVisit(at))
            .Sum(visit => visit.See(new ShownList(recommend(visit.User))).Count(e => e.Type == EventType.Click));
    }

    [Fact]
    public void Tastes_drift_slowly()
    {
        var users = _shop.Shoppers.Take(200).ToList();

        Assert.InRange(Overlap(TimeSpan.FromDays(1)), 0.9, 1);
        Assert.InRange(Overlap(TimeSpan.FromDays(400)), 0, 0.5);

        double Overlap(TimeSpan later) => users.Average(user =>
            _shop.IdealList(user, Start, 20).Intersect(_shop.IdealList(user, Start.Plus(later), 20)).Count() / 20.0);
    }

    [Fact]
    public void A_changed_taste_changes_what_is_best_from_that_instant_on_and_not_before()
    {
        var at = _shop.HistoryEnd;
        var before = Start.Plus(TimeSpan.FromDays(1));
        var category = _shop.Items.ToDictionary(item => item.Id, item => item.Category);
        foreach (var user in _shop.Shoppers.Take(50))
        {
            var old = _shop.IdealList(user, at, 10);
            var earlier = _shop.IdealList(user, before, 10);

            var loved = _shop.ChangeTaste(user, at);

            var now = _shop.IdealList(user, at, 10);
            Assert.Equal(earlier, _shop.IdealList(user, before, 10));
            Assert.True(now.Intersect(old).Count() <= 4);
            Assert.InRange(now.Count(item => loved.Contains(category[item])), 7, 10);
            Assert.Equal(loved, _shop.LovedCategories(user, at));
            Assert.True(_shop.ExpectedReward(user, now, at) > 1.3 * _shop.ExpectedReward(user, old, at));
        }
    }

    [Fact]
    public async Task A_visit_asks_for_a_list_whenever_it_shows_one()
    {
        var (asked, events) = (0, new List<UserEvent>());
        for (var visits = 0; visits < 50; visits++)
        {
            var shown = ShopSimulator.PlayAsync(_shop.NextVisit(_shop.HistoryEnd), ShowAsync, Cancellation);
            await foreach (var e in shown)
            {
                events.Add(e);
            }
        }

        Assert.True(asked >= 50);
        Assert.Equal(10 * asked, events.Count(e => e.Type == EventType.Impression));
        Assert.Equal(events.Count, events.Select(e => e.EventId).Distinct().Count());

        ValueTask<ShownList> ShowAsync(ShopperVisit visit, CancellationToken cancellation)
        {
            asked++;
            return new(new ShownList(_shop.IdealList(visit.User, visit.Now, 10)));
        }
    }

    [Fact]
    public void Some_visitors_are_known_only_by_their_session()
    {
        var visits = Enumerable.Range(0, 2000).Select(_ => _shop.NextVisit(Start)).ToList();

        Assert.InRange(visits.Count(visit => visit.IsAnonymous), 140, 260); // a tenth of 2 000, 4 deviations either way
        Assert.All(visits.Take(100), visit => Assert.Equal(visit.IsAnonymous, visit.Browse()[0].User is null));
    }

    [Fact]
    public void An_unknown_shopper_is_refused() =>
        Assert.Throws<ArgumentException>(() => _shop.IdealList(new UserId("nobody"), Start, 5));
}
