using Attune.Catalog;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;
using Attune.Recommending.Blocking;
using Attune.Recommending.Lists;
using Attune.Recommending.Lists.Audiences;
using Attune.Recommending.Scenarios;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.KeptOut;

/// <summary>A shop in which one way to make a list shows a certain item, until something keeps it out.</summary>
sealed class Placement : IAsyncDisposable
{
    public const string User = "anna";

    Placement(Shop shop, RecommendSettings? settings, TimeProvider? clock)
    {
        (Shop, Recommender) = (shop, shop.Recommender(settings, clock));
        Blocks = new UserBlocks(shop.Store, shop.Catalog, Recommender.Blocks);
        var users = new UserLists(shop.State, shop.Store, shop.Catalog, Recommender, shop.Generations, new EngineSettings(), TimeProvider.System);
        Lists = new ItemLists(Recommender, shop.Catalog, users, new EngineSettings());
        Make = request => Recommender.RecommendAsync(request, Cancellation);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Shop Shop { get; }

    public Recommender Recommender { get; }

    public UserBlocks Blocks { get; }

    public ItemLists Lists { get; }

    /// <summary>The item that must be gone.</summary>
    public string Target { get; private set; } = "i026";

    public RecommendationRequest Request { get; set; } = new() { User = new UserId(User), Count = 10, Deadline = TimeSpan.FromSeconds(2) };

    public Scenario Scenario { get; private set; } = new() { Name = Scenario.DefaultName };

    /// <summary>True where what Anna does is carried by the question: no profile of hers is read.</summary>
    public bool CarriesEvents { get; private init; }

    /// <summary>Makes the list.</summary>
    public Func<RecommendationRequest, ValueTask<RecommendOutcome>> Make { get; set; }

    /// <summary>What a condition tells the target by.</summary>
    public string TargetPrice => $"item.price == {int.Parse(Target[1..], System.Globalization.CultureInfo.InvariantCulture)}";

    public static async Task<Placement> OpenAsync(
        bool trained = true, bool carries = false, RecommendSettings? settings = null, TimeProvider? clock = null, params UserEvent[] events)
    {
        var placement = new Placement(await Shop.OpenAsync(trained: trained), settings, clock) { CarriesEvents = carries };
        if (events.Length > 0)
        {
            await placement.Shop.HappensAsync(events);
        }

        await placement.Lists.SearchReady;
        return placement;
    }

    /// <summary>The same with another question.</summary>
    public Placement Asking(Func<RecommendationRequest, RecommendationRequest> change)
    {
        Request = change(Request);
        return this;
    }

    /// <summary>The same with other rules.</summary>
    public Placement Ruled(Func<Scenario, Scenario> change)
    {
        Scenario = change(Scenario);
        Recommender.Scenarios.Put(new ScenarioCheck(Scenario, Shop.Catalog.Snapshot).Compile()!);
        return this;
    }

    /// <summary>The same about an item that the model does not know.</summary>
    public async Task<Placement> AboutNewAsync()
    {
        Target = "i040";
        await Shop.StockAsync((Target, 2, 40));
        return this;
    }

    public async Task PatchAsync(string properties) => await Shop.Catalog.WriteAsync([PropertyWrite.Patch(Target, properties)], Cancellation);

    /// <summary>Anna does something with the target, just now.</summary>
    public async Task HappensAsync(EventType type)
    {
        if (CarriesEvents)
        {
            Request = Request with { Events = [.. Request.Events, new RequestEvent(type, new ItemId(Target), null, null)] };
            return;
        }

        var happened = By(User, type, Target) with { Time = EventTime.Now(TimeProvider.System) };
        await Shop.HappensAsync(Request.Session is null ? happened : happened with { User = null, Session = Request.Session });
    }

    /// <summary>By which rung and for what reason the target is shown; null where it is not.</summary>
    public async Task<(Rung Rung, string Reason)?> StandsAsync(int? count)
    {
        var answer = Assert.IsType<RecommendOutcome.Answered>(await Make(Request with { Count = count })).Recommendation;
        return answer.Items.FirstOrDefault(item => item.Item.Value == Target) is { } shown ? (answer.Rung, shown.Reason) : null;
    }

    public async ValueTask DisposeAsync()
    {
        Blocks.Dispose();
        await Shop.DisposeAsync();
    }
}
