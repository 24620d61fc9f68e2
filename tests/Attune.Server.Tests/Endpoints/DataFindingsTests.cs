using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Commands.Shop;
using Attune.Server.Tests.Hosting;
using Attune.Simulating;

namespace Attune.Server.Tests.Endpoints;

public sealed class DataFindingsTests(SharedServer shared)
{
    const int Items = 30;

    static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    static readonly string[] Types = ["view", "view", "view", "view", "view", "view", "view", "click", "click", "purchase"];

    static readonly Progress<(double Share, string? Stage)> Unheard = new();

    int _events;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_simulated_shop_nothing_is_found_to_be_wrong()
    {
        var settings = new ShopSettings { Items = 200, Shoppers = 300, HistoryEvents = 6_000 };
        var shop = new ShopSimulator(settings, EventTime.From(TimeProvider.System.GetUtcNow() - settings.History));
        var client = Client("findings-healthy");
        await ShopFilling.AddItemsAsync(client, shop.Items.Where(item => item.LaunchedAt <= shop.HistoryEnd), Unheard, Cancellation);
        await ShopFilling.AddHistoryAsync(client, shop, 1, Unheard, Cancellation);

        var report = await LookAsync(client);

        Assert.All(report.Findings, finding => Assert.True(finding.Severity == "good", $"{finding.Kind}: {finding.What} {string.Join("; ", finding.Examples)}"));
        Assert.Equal(("good", 7, 0), (report.Worst, report.Days, report.Unfinished.Count));
        Assert.Superset(
            new HashSet<string> { "repeatedEvents", "sameTitle", "unknownItems", "unseenItems", "clocksAhead", "clocksBehind", "bots", "noUser", "noSession", "mixDrift" },
            report.Findings.Select(finding => finding.Kind).ToHashSet());
    }

    [Fact]
    public async Task Events_sent_twice_under_two_ids_are_found()
    {
        var finding = await FoundAsync("repeatedEvents", [.. Day(), .. Day().Take(30)]);

        Assert.Equal((30, 430, "warning"), (finding.Count, finding.Of, finding.Severity));
        Assert.Equal(5, finding.Examples.Count);
    }

    [Fact]
    public async Task Items_of_one_name_are_found()
    {
        var finding = await FoundAsync("sameTitle", Day(), name: item => item < 3 ? "Green tea" : $"Thing {item}");

        Assert.Equal((2, Items), (finding.Count, finding.Of));
        Assert.Equal("'Green tea' 3 times, as i0", Assert.Single(finding.Examples));
    }

    [Fact]
    public async Task Events_of_items_without_properties_are_found()
    {
        var finding = await FoundAsync("unknownItems", [.. Day(), .. Day().Take(20).Select(row => row with { ItemId = "ghost" })]);

        Assert.Equal((20, 420, "ghost 20 times"), (finding.Count, finding.Of, Assert.Single(finding.Examples)));
    }

    [Fact]
    public async Task Items_that_nobody_was_ever_heard_of_are_found() =>
        Assert.Equal(100, (await FoundAsync("unseenItems", Day(), items: Items + 100)).Count);

    [Fact]
    public async Task A_clock_that_is_ahead_is_found_and_its_source_named()
    {
        var late = Day().Take(10).Select(row => row with { Timestamp = Now.AddHours(2), Context = JsonSerializer.SerializeToElement(new { source = "till-4" }) });

        var finding = await FoundAsync("clocksAhead", [.. Day(), .. Apart(late)]);

        Assert.StartsWith("source till-4: 10 of 10, up to ", Assert.Single(finding.Examples), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_come_days_late_are_found()
    {
        var finding = await FoundAsync("clocksBehind", [.. Day(), .. Day().Take(20).Select(row => row with { Timestamp = row.Timestamp - TimeSpan.FromDays(3) })]);

        Assert.Equal(20, finding.Count);
        Assert.Equal("without a source: 20 of 420, up to 3 days", Assert.Single(finding.Examples));
    }

    [Fact]
    public async Task Who_does_more_than_a_person_can_is_found()
    {
        var minute = new DateTimeOffset(Now.Ticks - (Now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(-9);
        var crawled = Enumerable.Range(0, 200).Select(n => Row("crawler", n, minute.AddMilliseconds(n * 250), "view"));

        var finding = await FoundAsync("bots", [.. Day(), .. crawled]);

        Assert.Equal(200, finding.Count);
        Assert.Equal("user crawler: 200 in a minute", Assert.Single(finding.Examples));
    }

    [Fact]
    public async Task Events_that_name_nobody_are_found() =>
        Assert.Equal(1, (await FoundAsync("noUser", [.. Day().Select(row => row with { UserId = null })])).Share);

    [Fact]
    public async Task Events_without_a_visit_are_found() =>
        Assert.Equal(1, (await FoundAsync("noSession", [.. Day().Select(row => row with { SessionId = null })])).Share);

    [Fact]
    public async Task Lists_of_which_nothing_is_heard_again_are_found()
    {
        var now = TimeProvider.System.GetUtcNow();
        var shown = Day().Take(200).Select(row => row with { Type = "impression", Timestamp = now });
        var before = Day().Take(200).Select(row => row with { Type = "impression", Timestamp = now.AddHours(-1) });

        Assert.Equal(200, (await FoundAsync("noRecommendation", [.. Day().Skip(20), .. before, .. shown])).Count);
    }

    [Fact]
    public async Task Recommendation_ids_that_were_never_given_are_found()
    {
        var client = Client("findings-unknownRecommendations");
        var given = await client.RecommendAsync(new RecommendationQuestion { UserId = "u1" }, Cancellation);
        EventRow[] rows = [.. Day().Select((row, place) => row with { RecommendationId = place >= 40 ? null : place < 20 ? given.RecommendationId : $"page-{place}" })];

        var finding = await FoundAsync("unknownRecommendations", rows);

        Assert.Equal((20, 21), (finding.Count, finding.Of));
        Assert.DoesNotContain(given.RecommendationId, finding.Examples);
    }

    [Fact]
    public async Task A_type_of_event_that_is_no_longer_sent_is_found()
    {
        var week = Enumerable.Range(0, 1_000).Select(n => Row($"u{n % 40}", n, Now.AddHours(-26).AddMinutes(-n * 5), Types[n % Types.Length]));

        var finding = await FoundAsync("mixDrift", [.. week, .. Day().Where(row => row.Type != "click")]);

        Assert.StartsWith("click 0 %, before 20 %", Assert.Single(finding.Examples), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_given_again_for_a_minute_and_days_have_their_limits()
    {
        (string, string) workspace = ("Attune-Workspace", "findings-again");
        var first = (await shared.Server.SendAsync("GET", "/v1/data/findings", headers: workspace)).Ok().Json;
        var again = (await shared.Server.SendAsync("GET", "/v1/data/findings", headers: workspace)).Ok().Json;
        var other = (await shared.Server.SendAsync("GET", "/v1/data/findings?days=90", headers: workspace)).Ok().Json;

        Assert.Equal(first.GetProperty("lookedAt").GetString(), again.GetProperty("lookedAt").GetString());
        Assert.NotEqual(first.GetProperty("lookedAt").GetString(), other.GetProperty("lookedAt").GetString());
        (await shared.Server.SendAsync("GET", "/v1/data/findings?days=91", headers: workspace)).Problem(400, "days");
    }

    // Plants events in a workspace of its own, and expects one kind of finding and no other.
    async Task<DataFindingInfo> FoundAsync(string kind, EventRow[] rows, int items = Items, Func<int, string>? name = null)
    {
        var client = Client($"findings-{kind}");
        await client.PutItemsAsync(
            [.. Enumerable.Range(0, items).Select(item => new PropertiesRow { Id = $"i{item}", Properties = JsonSerializer.SerializeToElement(new { name = name?.Invoke(item) ?? $"Thing {item}" }) })],
            Cancellation);
        await client.SendEventsAsync(rows, Cancellation);

        var report = await LookAsync(client);

        var found = Assert.Single(report.Findings, finding => finding.Severity != "good");
        Assert.Equal(kind, found.Kind);
        Assert.Equal(report.Worst, found.Severity);
        Assert.Equal(found.Count / (double)found.Of, found.Share, 1e-6);
        Assert.NotEmpty(found.Why);
        Assert.NotEmpty(found.Remedy);
        return found;
    }

    // Four hundred events of forty users, of the last twenty hours, of which nothing is wrong.
    EventRow[] Day() => [.. Enumerable.Range(0, 400).Select(n => Row($"u{n % 40}", n, Now.AddMinutes(-n * 3), Types[n % Types.Length]))];

    EventRow Row(string user, int n, DateTimeOffset at, string type) => new()
    {
        EventId = $"e{_events++}",
        Type = type,
        UserId = user,
        SessionId = $"visit-{user}",
        ItemId = $"i{n % Items}",
        Timestamp = at,
    };

    static IEnumerable<EventRow> Apart(IEnumerable<EventRow> rows) => rows.Select((row, place) => row with { Timestamp = row.Timestamp!.Value.AddSeconds(place * 10) });

    async Task<DataFindingsAnswer> LookAsync(AttuneClient client)
    {
        await ShopFilling.ArchivedAsync(client, Cancellation);
        return await client.DataFindingsAsync(cancellation: Cancellation);
    }

    AttuneClient Client(string workspace) => new(shared.Server.Http, new AttuneClientOptions { Workspace = workspace.ToLowerInvariant() });
}
