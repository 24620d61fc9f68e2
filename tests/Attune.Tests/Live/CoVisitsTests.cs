using Attune.Events;
using Attune.Live;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Live;

public sealed class CoVisitsTests
{
    static Overlay Seen(LiveSettings settings, params UserEvent[] events)
    {
        var overlay = new Overlay(settings, 1);
        int[] items = [.. events.Select(e => int.Parse(e.Item!.Value.Value, null))];
        overlay.Apply(new EventBatch(0, 0, new EventTime(long.MaxValue), events), items);
        return overlay;
    }

    static Dictionary<int, float> Partners(Overlay overlay, int item, EventTime at) => Partners(overlay.Together, item, at);

    static Dictionary<int, float> Partners(CoVisits pairs, int item, EventTime at)
    {
        var (items, weights) = (new int[1_000], new float[1_000]);
        var count = pairs.Read(item, at, items, weights);
        return Enumerable.Range(0, count).ToDictionary(i => items[i], i => weights[i]);
    }

    [Fact]
    public void Two_items_of_a_visit_are_partners_of_each_other()
    {
        var overlay = Seen(new LiveSettings(), By("a", EventType.View, "1"), By("a", EventType.View, "2", 60), By("b", EventType.View, "3", 60));

        Assert.Equal([2], Partners(overlay, 1, Start).Keys);
        Assert.Equal([1], Partners(overlay, 2, Start).Keys);
        Assert.Empty(Partners(overlay, 3, Start));
    }

    [Fact]
    public void Items_further_apart_than_the_window_are_not() =>
        Assert.Empty(Partners(Seen(new LiveSettings(), By("a", EventType.View, "1"), By("a", EventType.View, "2", 1_801)), 1, Start));

    [Fact]
    public void A_pair_counts_once_in_a_visit_with_the_smaller_of_the_two_highest_strengths()
    {
        var overlay = Seen(
            new LiveSettings(),
            By("a", EventType.View, "1"),
            By("a", EventType.Cart, "2"),
            By("a", EventType.View, "1"),
            By("a", EventType.Purchase, "1"),
            By("a", EventType.Purchase, "1"));

        Assert.Equal(3, Partners(overlay, 1, Start)[2], 1e-4);
        Assert.Equal(3, Partners(overlay, 2, Start)[1], 1e-4);
    }

    // Looked at 1, 2 and 3, bought 2 and then 3: together in all ways, 2 and 3 bought together, 1 led to both.
    static readonly UserEvent[] Basket =
    [
        By("a", EventType.View, "1"),
        By("a", EventType.View, "2", 1),
        By("a", EventType.View, "3", 2),
        By("a", EventType.Purchase, "2", 3),
        By("a", EventType.Purchase, "3", 4),
        By("a", EventType.Purchase, "3", 5),
    ];

    [Fact]
    public void What_a_visit_bought_is_bought_together_and_after_what_it_only_looked_at()
    {
        var pairs = Seen(new LiveSettings(), Basket).CoVisits;
        var purchase = new LiveSettings().Weights.Strength(EventType.Purchase, null);
        var view = new LiveSettings().Weights.Strength(EventType.View, null);

        Assert.Equal(purchase, Partners(pairs.Bought, 2, Start)[3], 1e-3);
        Assert.Equal(purchase, Partners(pairs.Bought, 3, Start)[2], 1e-3);
        Assert.Equal(purchase, Partners(pairs.Together, 2, Start)[3], 1e-3);
        Assert.Empty(Partners(pairs.Bought, 1, Start));
        Assert.Equal([2, 3], Partners(pairs.BoughtAfter, 1, Start).Keys.Order());
        Assert.Equal(view, Partners(pairs.BoughtAfter, 1, Start)[3], 1e-3);
        Assert.Equal([2], Partners(pairs.BoughtAfter, 3, Start).Keys);
        Assert.Empty(Partners(pairs.BoughtAfter, 2, Start));
    }

    [Fact]
    public void A_checkpoint_holds_every_kind_and_what_the_visit_has_bought()
    {
        var half = Seen(new LiveSettings(), Basket[..4]);
        var restored = new Overlay(new LiveSettings(), 1);
        restored.Restore(OverlayCodec.Decode(OverlayCodec.Encode(half.Snapshot())));
        restored.Apply(new EventBatch(0, 4, new EventTime(long.MaxValue), Basket[4..]), [3, 3]);

        var whole = Seen(new LiveSettings(), Basket);
        foreach (var kind in (Func<Overlay, CoVisits>[])[overlay => overlay.Together, overlay => overlay.CoVisits.Bought, overlay => overlay.CoVisits.BoughtAfter])
        {
            for (var item = 1; item <= 3; item++)
            {
                Assert.Equal(Partners(kind(whole), item, Start), Partners(kind(restored), item, Start));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Weights_are_the_plain_decayed_sums_while_there_is_room(int seed)
    {
        // Events in order, every item of a visit once, half an hour between visits: then each pair is simply one term.
        var random = new Random(seed);
        var events = new List<UserEvent>();
        var plain = new Dictionary<(int, int), double>();
        var settings = new LiveSettings { CoVisits = new CoVisitSettings { HalfLife = TimeSpan.FromHours(5) } };
        var end = Start.Plus(TimeSpan.FromHours(400));
        for (var visit = 0; visit < 400; visit++)
        {
            var items = Enumerable.Range(0, 30).OrderBy(_ => random.Next()).Take(2 + random.Next(5)).ToArray();
            for (var i = 0; i < items.Length; i++)
            {
                var happened = By($"u{random.Next(3)}-{visit}", EventType.View, $"{items[i]}", (visit * 3_600) + (i * 10));
                happened = happened with { User = new UserId($"u{visit % 3}") };
                events.Add(happened);
                foreach (var other in items.Take(i))
                {
                    var term = Math.Pow(2, -(end.Since(happened.Time) / TimeSpan.FromHours(5)));
                    plain[(items[i], other)] = plain.GetValueOrDefault((items[i], other)) + term;
                    plain[(other, items[i])] = plain.GetValueOrDefault((other, items[i])) + term;
                }
            }
        }

        var overlay = Seen(settings, [.. events]);

        for (var item = 0; item < 30; item++)
        {
            var partners = Partners(overlay, item, end);
            Assert.Equal(plain.Keys.Where(pair => pair.Item1 == item).Select(pair => pair.Item2).Order(), partners.Keys.Order());
            Assert.All(partners, pair => Assert.Equal(plain[(item, pair.Key)], pair.Value, (plain[(item, pair.Key)] * 1e-4) + 1e-30));
        }
    }

    [Fact]
    public void A_frequent_partner_is_kept_where_there_is_no_room_for_all()
    {
        var random = new Random(3);
        var events = new List<UserEvent>();
        for (var visit = 0; visit < 1_000; visit++)
        {
            events.Add(By($"u{visit}", EventType.View, "0", visit));
            events.Add(By($"u{visit}", EventType.View, random.Next(3) == 0 ? "1" : $"{2 + random.Next(300)}", visit));
        }

        var partners = Partners(Seen(new LiveSettings { CoVisits = new CoVisitSettings { Partners = 8 } }, [.. events]), 0, Start);

        Assert.Equal(8, partners.Count);
        Assert.Equal(1, partners.MaxBy(pair => pair.Value).Key);
    }
}
