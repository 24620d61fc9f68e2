using Attune.Access;
using Attune.Catalog;
using Attune.Embedded;
using Attune.Evaluating.Replaying;
using Attune.Evaluating.Truth;
using Attune.Events;
using Attune.Operating;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using Attune.Simulating;
using Attune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Moving;

/// <summary>A shop in a data directory, with something of every kind in it, and the engine that answers from there.</summary>
static class MovedShop
{
    public const int Events = 6_000;

    static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Fills a directory, a generation included.</summary>
    public static async Task FillAsync(string data)
    {
        var clock = new ReplayClock();
        clock.MoveTo(Start);
        await using var engine = await OpenAsync(data, clock);
        var shop = new ShopSimulator(new ShopSettings { Seed = 5, Items = 200, Shoppers = 150, HistoryEvents = Events }, Start);
        await new FilledShop(engine, shop, clock).FillAsync(new HashSet<UserId>(), Cancellation);
        await engine.Users.WriteAsync([.. shop.Shoppers.Take(30).Select(user => PropertyWrite.Put(user.Value, """{"city":"Zürich"}"""))], Cancellation);
        Assert.IsType<ScenarioOutcome.Saved>(await engine.Scenarios.SaveAsync(new Scenario { Name = "gifts", Filter = "item.price < 100" }, null, Cancellation));
        await (await KeyRing.OpenAsync("default", engine.Store, clock, Cancellation)).CreateAsync(ApiScope.Read, "shop", Cancellation);
        await engine.Archiver.CatchUpAsync(Cancellation);
    }

    /// <summary>The lists of the 20 busiest users, as the directory's engine makes them after the end of the shop's history.</summary>
    public static async Task<List<string>> ListsAsync(string data)
    {
        var clock = new ReplayClock();
        clock.MoveTo(Start.Plus(TimeSpan.FromDays(31)));
        await using var engine = await OpenAsync(data, clock);
        return await ListsAsync(engine);
    }

    static async Task<List<string>> ListsAsync(Workspace engine)
    {
        var lists = new List<string>();
        for (var user = 0; user < 20; user++)
        {
            var request = new RecommendationRequest
            {
                User = new UserId($"shopper-{user:00000}"),
                Count = 10,
                After = engine.LogEnd,
                Deadline = RecommendationRequest.MaxDeadline,
            };
            var answer = Assert.IsType<RecommendOutcome.Answered>(await engine.Recommender.RecommendAsync(request, Cancellation)).Recommendation;
            lists.Add(string.Join(' ', answer.Items.Select(item => item.Item)));
        }

        return lists;
    }

    static async Task<Workspace> OpenAsync(string data, TimeProvider clock)
    {
        var settings = new EngineSettings
        {
            Schedule = new TrainingScheduleSettings { Enabled = false },
            Recommend = new RecommendSettings { Seed = 1, NewItemShare = 0 },
        };
        var ports = await EmbeddedPorts.OpenAsync(
            Path.Combine(data, "workspaces", "default"), new EmbeddedSettings(), clock, NullLoggerFactory.Instance, Cancellation);
        var engine = await Workspace.OpenAsync("default", ports, settings, clock, NullLoggerFactory.Instance, Cancellation);
        await engine.Live.CaughtUp.WaitAsync(Cancellation);
        return engine;
    }
}
