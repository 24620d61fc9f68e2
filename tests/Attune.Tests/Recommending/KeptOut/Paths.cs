using Attune.Events;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Recommending.Lists;
using Attune.Recommending.Scenarios;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.KeptOut;

/// <summary>A way from a question to a list in which an item stands.</summary>
/// <param name="Name">What brings the item.</param>
/// <param name="Stands">The rung and the reason by which it stands there: so the path is the one it says.</param>
/// <param name="OpenAsync">Makes the shop.</param>
/// <param name="Has">What ways of keeping out meet here.</param>
/// <param name="Count">How many items are asked for; null: all that are given.</param>
sealed record Path(string Name, (Rung Rung, string Reason) Stands, Func<Task<Placement>> OpenAsync, Needs Has = Path.Everything, int? Count = 10)
{
    const Needs Everything = Needs.User | Needs.Profile | Needs.Wanting | Needs.Question;

    static readonly RecommendSettings TasteAlone = new() { SimilarWeight = 0, TogetherWeight = 0, NextWeight = 0, TrendingWeight = 0, NewItemShare = 0 };

    static readonly UserEvent Interest = By(Placement.User, EventType.View, "i025", 50);

    static readonly UserEvent[] Crowd = [.. Enumerable.Range(0, 5).Select(n => By($"bob{n}", EventType.View, "i026", n))];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IReadOnlyList<Path> All { get; } =
    [
        new("all sources", (Rung.Full, "similar"), () => Placement.OpenAsync(events: Interest)),
        new("taste", (Rung.Full, "taste"), () => Placement.OpenAsync(settings: TasteAlone, events: Interest)),
        new("no model", (Rung.Full, "together"), () =>
            Placement.OpenAsync(trained: false, events: [By("bob", EventType.View, "i025"), By("bob", EventType.View, "i026", 5), Interest])),
        new("what came next", (Rung.Full, "next"), () => AskAsync(
            Placement.OpenAsync(
                trained: false, settings: new() { TogetherWeight = 0, TrendingWeight = 0 }, events: [By("bob", EventType.View, "i025"), By("bob", EventType.View, "i026", 5)]),
            asked => asked with { Events = [new(EventType.View, new ItemId("i025"), null, null)] })),
        new("a stranger", (Rung.Trending, "trending"), () => Placement.OpenAsync(events: Crowd)),
        new("nobody", (Rung.Trending, "trending"), () => AskAsync(Placement.OpenAsync(carries: true, events: Crowd), asked => asked with { User = null }), Needs.Wanting | Needs.Question),
        new("a visit", (Rung.Full, "similar"), () => AskAsync(
            Placement.OpenAsync(events: Interest with { User = null, Session = new SessionId("visit") }),
            asked => asked with { User = null, Session = new SessionId("visit") }), Everything & ~Needs.User),
        new("the question's own events", (Rung.Full, "similar"), () => AskAsync(
            Placement.OpenAsync(carries: true), asked => asked with { User = null, Events = [new(EventType.View, new ItemId("i025"), null, null)] }), Needs.Wanting | Needs.Question),
        new("like an item", (Rung.Full, "similar"), () => AskAsync(Placement.OpenAsync(), asked => asked with { Item = new ItemId("i025") })),
        new("goes with an item", (Rung.Full, "bought"), () => AskAsync(Placement.OpenAsync(), asked => asked with { Item = new ItemId("i016"), Relation = ItemRelation.Complements })),
        new("bought after an item", (Rung.Full, "bought"), () => AskAsync(
            Placement.OpenAsync(events: [By("bob", EventType.View, "i016"), By("bob", EventType.Purchase, "i026", 5)]),
            asked => asked with { Item = new ItemId("i016"), Relation = ItemRelation.BoughtAfter })),
        new("goes with a cart", (Rung.Full, "bought"), () => AskAsync(Placement.OpenAsync(), asked => asked with { Cart = [new("i016"), new("i001")] })),
        new("put in order", (Rung.Full, "similar"), () => AskAsync(
            Placement.OpenAsync(events: Interest), asked => asked with { Given = [new("i001"), new("i026"), new("i030")] }), Count: null),
        new("too late: ahead of the asking", (Rung.Precomputed, "taste"), PrecomputedAsync),
        new("too late for taste", (Rung.Unranked, "similar"), () => AskAsync(
            Placement.OpenAsync(settings: new() { TasteReserve = TimeSpan.FromSeconds(1) }, events: Interest), asked => asked with { Deadline = TimeSpan.FromMilliseconds(900) })),
        new("state down", (Rung.Trending, "trending"), StateDownAsync, Everything & ~Needs.Profile),
        new("what is popular", (Rung.Popular, "popular"), () => Placement.OpenAsync(), Count: 30),
        new("what is new", (Rung.Popular, "new"), () => Placement.OpenAsync(trained: false), Count: 20),
        new("a place for new items", (Rung.Full, "new"), async () =>
            await RuledAsync((await Placement.OpenAsync(settings: new() { ColdItems = 0 }, events: Interest)).AboutNewAsync(), rules => rules with { NewItemShare = 0.5 })),
        new("an explored place", (Rung.Full, "explored"), async () =>
            await RuledAsync((await Placement.OpenAsync(settings: new() { ColdItems = 0 }, events: Interest)).AboutNewAsync(), rules => rules with { NewItemShare = 0, Exploration = 0.5 }), Count: 30),
        new("a pin", (Rung.Full, "pinned"), () => RuledAsync(
            Placement.OpenAsync(events: By(Placement.User, EventType.View, "i001")), rules => rules with { Pins = [new Pin(new ItemId("i026"), 1)] })),
        new("a share", (Rung.Full, "popular"), () => RuledAsync(
            Placement.OpenAsync(events: By(Placement.User, EventType.View, "i001")), rules => rules with { Shares = [new GroupShare("item.price >= 26 && item.price < 27", 0.5)] })),
        new("a boost", (Rung.Full, "similar"), () => RuledAsync(Placement.OpenAsync(events: Interest), rules => rules with { Boosts = [new Boost("item.price == 26", 1_000)] })),
        new("unlike one another", (Rung.Full, "similar"), () => RuledAsync(
            Placement.OpenAsync(events: Interest), rules => rules with { Diversity = 0.3, Caps = [new Cap("category", 8)] })),
        new("the next of an answer", (Rung.Full, "taste"), NextAsync, Everything & ~Needs.Question),
        new("what trends", (Rung.Trending, "trending"), () => ListAsync(Placement.OpenAsync(events: Crowd), (lists, asked) => lists.TrendingAsync(asked, halfLife: null, Cancellation))),
        new("viewed lately", (Rung.Full, "viewed"), () => ListAsync(
            Placement.OpenAsync(events: By(Placement.User, EventType.View, "i026")), (lists, asked) => lists.RecentlyViewedAsync(asked, Cancellation)), Everything & ~Needs.Wanting),
        new("to buy again", (Rung.Full, "boughtBefore"), () => ListAsync(
            Placement.OpenAsync(events: By(Placement.User, EventType.Purchase, "i026")), (lists, asked) => lists.BuyAgainAsync(asked, Cancellation)), Everything & ~Needs.Wanting),
        new("found by its text", (Rung.Full, "text"), () => ListAsync(
            Placement.OpenAsync(events: Interest), (lists, asked) => lists.SearchAsync(asked, "kind 2", 1, Cancellation)), Everything & ~Needs.Wanting),
        new("a row of a page", (Rung.Full, "similar"), () => ListAsync(Placement.OpenAsync(events: Interest), PageAsync)),
    ];

    static async Task<Placement> AskAsync(Task<Placement> opening, Func<RecommendationRequest, RecommendationRequest> change) => (await opening).Asking(change);

    static async Task<Placement> RuledAsync(Task<Placement> opening, Func<Scenario, Scenario> change) => (await opening).Ruled(change);

    static async Task<Placement> ListAsync(Task<Placement> opening, Func<ItemLists, RecommendationRequest, ValueTask<RecommendOutcome>> make)
    {
        var placement = await opening;
        placement.Make = request => make(placement.Lists, request);
        return placement;
    }

    // Every look at the clock takes 2 s: the deadline has passed when candidates would be sought.
    static async Task<Placement> PrecomputedAsync()
    {
        var placement = await Placement.OpenAsync(clock: new HurryingClock(TimeSpan.FromSeconds(2)), events: Interest);
        var ordinals = await placement.Shop.Catalog.OrdinalsAsync([new ItemId("i026"), new ItemId("i031")], Cancellation);
        var list = new PrecomputedList(3, [.. ordinals.Select((ordinal, place) => new ScoredItem(ordinal, 9 - place))]);
        await placement.Shop.State.PutAsync([new(new StateKey(StateKind.List, "u:" + Placement.User), list.Encode())], Cancellation);
        return placement;
    }

    static async Task<Placement> StateDownAsync()
    {
        var placement = await Placement.OpenAsync(carries: true, events: Crowd);
        placement.Make = async request =>
        {
            placement.Shop.State.Fault = new IOException("down");
            var answer = await placement.Recommender.RecommendAsync(request, Cancellation);
            placement.Shop.State.Fault = null;
            return answer;
        };
        return placement;
    }

    static async Task<Placement> NextAsync()
    {
        var placement = await Placement.OpenAsync(events: By(Placement.User, EventType.View, "i028", 50));
        var shop = placement.Shop;
        var past = new PastAnswers(
            placement.Recommender,
            shop.Catalog,
            new ScenarioShelf(shop.Store, shop.Catalog, placement.Recommender.Scenarios, TimeProvider.System),
            new GenerationShelf(shop.Store, shop.Generations, shop.Catalog.OrdinalsAsync, NullLogger<GenerationShelf>.Instance),
            new RecommendSettings());
        placement.Make = async request =>
        {
            var first = Assert.IsType<RecommendOutcome.Answered>(await placement.Recommender.RecommendAsync(request with { Count = 1 }, Cancellation));
            return (await past.NextAsync(first.Recommendation.RecommendationId, request.Count, Cancellation))!;
        };
        return placement;
    }

    static async ValueTask<RecommendOutcome> PageAsync(ItemLists lists, RecommendationRequest asked)
    {
        var page = Assert.IsType<PageOutcome.Answered>(await lists.PageAsync(
            new PageRequest
            {
                Asked = asked with { Count = null },
                Rows =
                [
                    new PageRow { Name = "first", Count = 3 },
                    new PageRow { Name = "similar", Kind = RowKind.Similar, Item = new ItemId("i024"), Count = asked.Count, Fill = true, Minimum = 0 },
                ],
            },
            Cancellation)).Page;
        var rows = page.Rows.Select(row => row.Answer).ToList();
        return new RecommendOutcome.Answered(rows[0] with { Items = [.. rows.SelectMany(row => row.Items)] });
    }
}
