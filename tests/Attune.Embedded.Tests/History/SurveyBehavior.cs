using Attune.Events;
using Attune.History;
using Attune.History.Surveying;

namespace Attune.Embedded.Tests.History;

/// <summary>What every history says of the soundness of its events, whatever it is kept in.</summary>
public abstract class SurveyBehavior
{
    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly SurveyQuery Week = new() { Now = EventTime.From(Noon), Since = EventTime.From(Noon.AddDays(-7)) };

    int _events;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_counted_by_type_with_the_ids_they_lack()
    {
        await using var history = await FilledAsync(
            (At(-60), [View("ann", "tea", -60), View("bob", "tea", -60) with { Session = null }, View(null, "cup", -60)]),
            (At(-50), [View("ann", "cup", -50) with { Type = EventType.Click, RecommendationId = "r" }, UserEvent.Merge("m", new UserId("ann"), ProfileKey.Of(new SessionId("s")), At(-50))]),
            (At(-40), [View("ann", "cup", -340), View("ann", "cup", -341)]),
            (At(-8 * 86_400), [View("old", "tea", -8 * 86_400)]));

        var types = await history.Survey.TypesAsync(Week, Cancellation);

        Assert.Equal([new TypeTally("click", 1, 0, 0, 1, 0), new TypeTally("view", 5, 1, 1, 4, 4)], types);
    }

    [Fact]
    public async Task The_last_day_is_counted_beside_the_seven_before_it_by_when_things_happened()
    {
        await using var history = await FilledAsync(
            (At(-10), [View("a", "i", -10), View("a", "i", -86_400), View("a", "i", -86_401), View("a", "i", -8 * 86_400), View("a", "i", (-8 * 86_400) - 1), View("a", "i", 10)]));

        Assert.Equal([new MixTally("view", 2, 2)], await history.Survey.MixAsync(Week, Cancellation));
    }

    [Fact]
    public async Task The_same_act_within_a_second_is_a_repeat_of_the_one_before()
    {
        await using var history = await FilledAsync(
            (At(-60), [View("ann", "tea", -60), View("ann", "tea", -59), View("ann", "tea", -58), View("ann", "tea", -50), View("bob", "tea", -60), View("bob", "cup", -60)]),
            (At(-40), [View("bob", "tea", -60), View("ann", "tea", -60) with { Type = EventType.Click }]),
            (At(-30), [View("eve", "tea", -30) with { Type = EventType.Impression }, View("eve", "tea", -30) with { Type = EventType.Impression }]));

        var repeats = await history.Survey.RepeatsAsync(Week, Cancellation);

        Assert.Equal(3, repeats.Events);
        Assert.Equal([new RepeatedAct("u:ann", "tea", "view", 2), new RepeatedAct("u:bob", "tea", "view", 1)], repeats.Acts);
        Assert.Equal([repeats.Acts[0]], (await history.Survey.RepeatsAsync(Week with { Examples = 1 }, Cancellation)).Acts);
        Assert.Equal(1, (await history.Survey.RepeatsAsync(Week with { RepeatWithin = TimeSpan.Zero }, Cancellation)).Events);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_from_a_file_that_is_old()
    {
        UserEvent From(string? source, int second) => View("u", "i", second) with { Context = source is null ? null : $$"""{"source":"{{source}}"}""" };
        await using var history = await FilledAsync(
            (At(-3_600), [From("web", -3_600), From("web", -3_600), From("web", -3_600), From("till", -3_600 - (3 * 86_400)), From(null, -3_600 + 600)]),
            (At(-60), [From("web", -400 * 86_400), From("web", -399 * 86_400)]));

        var clocks = await history.Survey.ClocksAsync(Week, Cancellation);

        Assert.Equal((7, 2), (clocks.Events, clocks.Imported));
        Assert.Equal(
            [
                new SourceClock("", 1, 1, 0, TimeSpan.FromMinutes(10), TimeSpan.Zero),
                new SourceClock("till", 1, 0, 1, TimeSpan.Zero, TimeSpan.FromDays(3)),
                new SourceClock("web", 5, 0, 0, TimeSpan.Zero, TimeSpan.Zero),
            ],
            clocks.Sources);
    }

    [Fact]
    public async Task Who_does_more_in_a_minute_or_a_day_than_is_allowed_is_named()
    {
        UserEvent[] Acts(string user, int count, int apart, EventType type) => [.. Enumerable.Range(0, count).Select(n => View(user, $"i{n}", -3_600 + (n * apart)) with { Type = type })];
        await using var history = await FilledAsync(
            (At(-60), Acts("fast", 5, 1, EventType.View)),
            (At(-50), Acts("steady", 9, 60, EventType.Click)),
            (At(-40), Acts("calm", 4, 60, EventType.View)),
            (At(-30), Acts("buyer", 30, 0, EventType.Purchase)));

        var rates = await history.Survey.RatesAsync(Week with { MostAMinute = 4, MostADay = 8 }, Cancellation);

        Assert.Equal((2, 14), (rates.Profiles, rates.Events));
        Assert.Equal([new FastProfile("u:steady", 0, 9, 9), new FastProfile("u:fast", 5, 0, 5)], rates.Fastest);
    }

    [Fact]
    public async Task Items_are_named_whenever_they_were_heard_of_and_recommendations_the_latest_first()
    {
        await using var history = await FilledAsync(
            (At(-9 * 86_400), [View("a", "old", -9 * 86_400) with { RecommendationId = "r0" }]),
            (At(-90), [View("a", "i'\u00e4", -90) with { RecommendationId = "r2" }, View("a", "i'\u00e4", -80) with { RecommendationId = "r1" }]),
            (At(-70), [View("a", "new", -70) with { RecommendationId = "r3" }, View("a", "new", -60) with { RecommendationId = "r1" }]));

        var items = await history.Survey.ItemsAsync(Week, Cancellation);

        Assert.Equal([new("i'\u00e4", 2), new("new", 2), new("old", 0)], items.OrderBy(item => item.Item, StringComparer.Ordinal));
        Assert.Equal(["r1", "r3", "r2"], await history.Survey.RecommendationIdsAsync(Week, 10, Cancellation));
        Assert.Equal(["r1"], await history.Survey.RecommendationIdsAsync(Week, 1, Cancellation));
    }

    [Fact]
    public async Task Of_an_empty_history_nothing_is_counted_and_a_limit_that_is_broken_is_named()
    {
        await using var history = await OpenAsync();

        Assert.Empty(await history.Survey.TypesAsync(Week, Cancellation));
        Assert.Equal(0, (await history.Survey.RepeatsAsync(Week, Cancellation)).Events);
        Assert.Empty((await history.Survey.ClocksAsync(Week, Cancellation)).Sources);
        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await history.Survey.RatesAsync(Week with { MostADay = 0 }, Cancellation));
        Assert.Contains("MostADay is 1 to 100000000 acts", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Opens the history of this test, empty.</summary>
    protected abstract ValueTask<IHistory> OpenAsync();

    static EventTime At(int second) => EventTime.From(Noon.AddSeconds(second));

    UserEvent View(string? user, string item, int second) => new()
    {
        EventId = $"e{_events++}",
        Type = EventType.View,
        User = user is null ? null : new UserId(user),
        Session = new SessionId("s"),
        Item = new ItemId(item),
        Time = At(second),
    };

    async Task<IHistory> FilledAsync(params (EventTime Accepted, UserEvent[] Events)[] batches)
    {
        var history = await OpenAsync();
        var offset = 0L;
        foreach (var (accepted, events) in batches)
        {
            await history.AppendAsync([new EventBatch(0, offset, accepted, events)], Cancellation);
            offset += events.Length;
        }

        return history;
    }
}
