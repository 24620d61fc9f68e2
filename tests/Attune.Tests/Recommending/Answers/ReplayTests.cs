using Attune.Catalog;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Recommending.Answers;

public class ReplayTests
{
    static readonly Scenario Ruled = new()
    {
        Name = "ruled",
        Boosts = [new Boost("item.price > 20", 1.7), new Boost("item.category == \"kind 1\"", 0.4)],
        Pins = [new Pin(new ItemId("i033"), 2), new Pin(new ItemId("i001"), 4)],
        Caps = [new Cap("category", 2, 5)],
        Shares = [new GroupShare("item.category == \"kind 3\"", 0.3)],
        Diversity = 0.4,
        Calibration = 0.3,
        NewItemShare = 0.2,
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_answers_come_out_the_same_to_the_last_bit_after_a_thousand_events_and_new_items()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.StockAsync([.. Enumerable.Range(0, 8).Select(n => ($"new{n}", n % 4, n * 5))]);
        await HappenAsync(shop, new Random(1), 400);
        var recommender = shop.Recommender();
        using var scenarios = shop.Scenarios(recommender);
        Assert.IsType<ScenarioOutcome.Saved>(await scenarios.SaveAsync(Ruled, null, Cancellation));
        Assert.IsType<ScenarioOutcome.Saved>(await scenarios.SaveAsync(Ruled with { Name = "spread", DiversityMethod = DiversityMethod.Dpp }, null, Cancellation));
        var past = shop.Past(recommender, scenarios);
        var random = new Random(2);
        var answers = new List<Recommendation>();
        for (var n = 0; n < 100; n++)
        {
            answers.Add(Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(Any(random), Cancellation)).Recommendation);
        }

        await HappenAsync(shop, new Random(3), 1_000);
        await shop.StockAsync([.. Enumerable.Range(0, 40).Select(n => ($"later{n}", n % 4, n))]);
        await shop.Catalog.WriteAsync([.. answers[0].Items.Select(item => PropertyWrite.Delete(item.Item.Value))], Cancellation);
        await shop.StockAsync([.. answers[0].Items.Where(item => item.Item.Value[0] == 'i').Select(item => Stocked(item.Item.Value))]);

        foreach (var answer in answers)
        {
            var replay = await past.ReplayAsync(answer.RecommendationId, Cancellation);

            Assert.NotNull(replay);
            Assert.True(replay.Identical, $"{answer.RecommendationId}: {string.Join(' ', replay.Reasons)} {string.Join(' ', replay.Differences)}");
        }

        Assert.Contains(answers, answer => answer.Items.Any(item => item.Item.Value.StartsWith("new", StringComparison.Ordinal)));
        Assert.Contains(answers, answer => answer.Items.Count > 3 && answer.Items[1].Item.Value == "i033");
    }

    [Fact]
    public async Task An_answer_is_made_again_also_by_a_thread_that_has_made_none_before()
    {
        await using var shop = await Shop.OpenAsync();
        var recommender = shop.Recommender();
        using var scenarios = shop.Scenarios(recommender);
        var past = shop.Past(recommender, scenarios);
        var answer = Assert.IsType<RecommendOutcome.Answered>(await recommender.RecommendAsync(Any(new Random(5)), Cancellation)).Recommendation;

        var replay = await Task.Factory.StartNew(
            () => past.ReplayAsync(answer.RecommendationId, Cancellation).AsTask(), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        Assert.True(replay?.Identical);
    }

    [Fact]
    public async Task What_the_ranker_said_then_is_kept_while_it_learns_on()
    {
        await using var shop = await Shop.OpenAsync();
        var clock = new ReplayClock();
        clock.MoveTo(new EventTime(2_000_000_000_000_000));
        var recommender = shop.Recommender(new() { RankerOutcomes = 1 }, clock);
        using var scenarios = shop.Scenarios(recommender);
        await scenarios.SaveAsync(new Scenario { Name = "rotating", Rotation = new Rotation(1, 0.3, 48) }, null, Cancellation);
        var past = shop.Past(recommender, scenarios);
        var answers = new List<Recommendation>();
        for (var n = 0; n < 40; n++)
        {
            var asked = new RecommendationRequest
            {
                User = new UserId($"visitor {n % 5}"),
                Count = 12,
                Scenario = n % 2 == 0 ? "rotating" : "default",
                Events = [new RequestEvent(EventType.Click, new ItemId("i025"), null, null)],
            };
            answers.Add(await AskAsync(recommender, asked));
            await shop.HappensAsync([.. answers[^1].Items.Select((item, place) => Of(n, EventType.Impression, item.Item, answers[^1], place))]);
            await shop.HappensAsync(Of(n, EventType.Click, answers[^1].Items[^1].Item, answers[^1], 20));
        }

        var record = await past.FindAsync(answers[^1].RecommendationId, Cancellation);
        Assert.True(record!.Inputs.Spoken);
        Assert.Contains(record.Inputs.Candidates, candidate => candidate.Word != 0);
        foreach (var answer in answers)
        {
            var replay = await past.ReplayAsync(answer.RecommendationId, Cancellation);
            Assert.True(replay!.Identical, $"{string.Join(' ', replay.Reasons)} {string.Join(' ', replay.Differences)}");
        }

        static UserEvent Of(int n, EventType type, ItemId item, Recommendation list, int second) =>
            By($"visitor {n % 5}", type, item.Value, second) with { EventId = $"{n} {type} {item}", RecommendationId = list.RecommendationId };
    }

    [Fact]
    public async Task An_answer_is_made_again_by_the_version_of_the_scenario_it_followed()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("u1", EventType.View, "i003"), By("u1", EventType.View, "i013"));
        var recommender = shop.Recommender();
        using var scenarios = shop.Scenarios(recommender);
        await scenarios.SaveAsync(Ruled, null, Cancellation);
        var past = shop.Past(recommender, scenarios);
        var answer = await AskAsync(recommender, new() { User = new UserId("u1"), Scenario = "ruled" });

        await scenarios.SaveAsync(Ruled with { Pins = [], Boosts = [] }, null, Cancellation);
        Assert.True((await past.ReplayAsync(answer.RecommendationId, Cancellation))!.Identical);
        await scenarios.RemoveAsync("ruled", Cancellation);
        var gone = await past.ReplayAsync(answer.RecommendationId, Cancellation);

        Assert.False(gone!.Identical);
        Assert.Contains("Version 1 of the scenario 'ruled'", Assert.Single(gone.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_properties_have_changed_the_reason_names_the_item()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("u1", EventType.View, "i003"));
        var recommender = shop.Recommender();
        using var scenarios = shop.Scenarios(recommender);
        await scenarios.SaveAsync(new Scenario { Name = "cheap", Boosts = [new Boost("item.price < 100", 3)] }, null, Cancellation);
        var past = shop.Past(recommender, scenarios);
        var answer = await AskAsync(recommender, new() { User = new UserId("u1"), Scenario = "cheap", Count = 5 });

        await shop.StockAsync((answer.Items[0].Item.Value, 0, 1_000));
        var replay = await past.ReplayAsync(answer.RecommendationId, Cancellation);

        Assert.False(replay!.Identical);
        Assert.Equal($"The properties of the item '{answer.Items[0].Item}' have changed since.", Assert.Single(replay.Reasons));
        Assert.Equal((1, answer.Items[0].Item), (replay.Differences[0].Place, replay.Differences[0].Given));
    }

    [Fact]
    public async Task An_answer_of_a_generation_that_is_gone_is_not_made_again()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.HappensAsync(By("u1", EventType.View, "i003"));
        var recommender = shop.Recommender();
        var past = shop.Past(recommender);
        var answer = await AskAsync(recommender, new() { User = new UserId("u1") });

        shop.Generations.Dispose();
        var replay = await past.ReplayAsync(answer.RecommendationId, Cancellation);

        Assert.Equal("Generation 3 is no longer kept.", Assert.Single(replay!.Reasons));
        Assert.Null(await past.ReplayAsync("0123456789ab0123456789abcdef", Cancellation));
    }

    static (string Id, int Kind, int Price) Stocked(string id) =>
        int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) is var n ? (id, n / 10, n) : default;

    static RecommendationRequest Any(Random random)
    {
        var item = new ItemId($"i{random.Next(Shop.Items):000}");
        var request = new RecommendationRequest
        {
            User = random.Next(4) == 0 ? null : new UserId($"u{random.Next(30)}"),
            Count = random.Next(1, 25),
            Scenario = random.Next(4) switch { 0 => "ruled", 1 => "spread", _ => "default" },
            Filter = random.Next(3) == 0 ? "item.price < 35" : null,
            Exclude = random.Next(3) == 0 ? [item] : [],
            Deadline = TimeSpan.FromSeconds(2),
        };
        return random.Next(5) switch
        {
            0 => request with { Item = item },
            1 => request with { Cart = [item, new ItemId("i007")] },
            2 => request with { Given = [.. Enumerable.Range(0, 20).Select(n => new ItemId($"i{n * 2:000}"))] },
            3 => request with { Events = [new RequestEvent(EventType.View, item, null, null)] },
            _ => request,
        };
    }

    static async Task HappenAsync(Shop shop, Random random, int count)
    {
        EventType[] types = [EventType.View, EventType.Click, EventType.Cart, EventType.Purchase, EventType.Hide];
        await shop.HappensAsync([.. Enumerable.Range(0, count).Select(n =>
            By($"u{random.Next(30)}", types[random.Next(20) is < 4 and var rare ? rare + 1 : 0], $"i{random.Next(Shop.Items):000}", n))]);
    }

    static async Task<Recommendation> AskAsync(Recommender recommender, RecommendationRequest request) =>
        Assert.IsType<RecommendOutcome.Answered>(
            await recommender.RecommendAsync(request with { Deadline = TimeSpan.FromSeconds(2) }, Cancellation)).Recommendation;
}
