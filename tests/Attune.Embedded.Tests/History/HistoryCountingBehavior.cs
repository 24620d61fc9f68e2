using Attune.Events;
using Attune.History;

namespace Attune.Embedded.Tests.History;

/// <summary>What every history counts for training, whatever it is kept in.</summary>
public abstract class HistoryCountingBehavior
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Queries => [.. Asked.Keys];

    static Dictionary<string, CoOccurrenceQuery> Asked => new()
    {
        ["as it comes"] = new(),
        ["next to each other"] = new() { Steps = 1, Window = TimeSpan.FromDays(400) },
        ["at the same instant"] = new() { Steps = 1000, Window = TimeSpan.Zero },
        ["few partners of many users"] = new() { Partners = 2, FewestUsers = 3, Window = TimeSpan.FromHours(3) },
        ["bought only"] = new() { Types = [EventType.Purchase, EventType.Cart], Window = TimeSpan.FromDays(1) },
        ["nothing"] = new() { Types = [] },
        ["a time"] = new() { From = At(20_000), Before = At(60_000), Window = TimeSpan.FromHours(6) },
        ["a third of the users"] = new() { UserShare = 1 / 3.0, Window = TimeSpan.FromHours(6) },
        ["short users"] = new() { LongestUser = 12, Window = TimeSpan.FromHours(6) },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task What_is_together_is_counted_as_it_is_defined(string name)
    {
        var batches = Random(seed: name.Length);
        var query = Asked[name];
        await using var history = await OpenAsync();
        await history.AppendAsync(batches, Cancellation);

        var counts = await history.CountTogetherAsync(query, Cancellation);

        var expected = TogetherDefinition.Count(batches, query);
        Assert.Equal(expected.Users, counts.Users);
        Assert.Equal(expected.ItemIds, counts.ItemIds);
        Assert.Equal(expected.ItemUsers, counts.ItemUsers);
        Assert.Equal(expected.Starts, counts.Starts);
        Assert.Equal(expected.Partners, counts.Partners);
        Assert.Equal(expected.Together, counts.Together);
        Assert.True(name == "nothing" || expected.Together.Length > 0);
    }

    [Fact]
    public async Task In_an_empty_history_nothing_is_together()
    {
        await using var history = await OpenAsync();

        var counts = await history.CountTogetherAsync(new CoOccurrenceQuery(), Cancellation);

        Assert.Equal((0L, 0, 1), (counts.Users, counts.ItemIds.Length, counts.Starts.Length));
    }

    [Fact]
    public async Task A_query_out_of_its_limits_is_refused_by_field()
    {
        await using var history = await OpenAsync();

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await history.CountTogetherAsync(new CoOccurrenceQuery { Steps = 1_001 }, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await history.ReadInteractionsAsync(new InteractionQuery { UserShare = 0 }, Cancellation));

        Assert.Contains("Steps is 1 to 1000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_of_the_users_is_the_same_users_whole_and_grows()
    {
        var batches = Random(seed: 5);
        await using var history = await OpenAsync();
        await history.AppendAsync(batches, Cancellation);

        var all = await history.ReadInteractionsAsync(new InteractionQuery(), Cancellation);
        var half = await history.ReadInteractionsAsync(new InteractionQuery { UserShare = 0.5 }, Cancellation);
        var most = await history.ReadInteractionsAsync(new InteractionQuery { UserShare = 0.8 }, Cancellation);

        var sampled = all.UserIds.Where(user => UserSample.Number(user) < UserSample.Limit(0.5)).ToHashSet();
        Assert.Equal(sampled, half.UserIds.ToHashSet());
        Assert.InRange(half.UserIds.Length, 1, most.UserIds.Length);
        Assert.Subset(most.UserIds.ToHashSet(), half.UserIds.ToHashSet());
        Assert.Equal(
            all.Users.Select((user, row) => (all.UserIds[user], all.ItemIds[all.Items[row]], all.Times[row])).Where(row => sampled.Contains(row.Item1)),
            half.Users.Select((user, row) => (half.UserIds[user], half.ItemIds[half.Items[row]], half.Times[row])));
    }

    /// <summary>Opens the history of this test; a second time, the same one again.</summary>
    protected abstract ValueTask<IHistory> OpenAsync();

    static EventTime At(int second) => EventTime.From(Day.AddSeconds(second));

    // Few users and items, many ties in time, items in letters beyond ASCII, users with and without a name, in two partitions.
    static EventBatch[] Random(int seed)
    {
        var random = new Random(seed);
        EventType[] types = [EventType.View, EventType.Cart, EventType.Purchase, EventType.Search];
        UserEvent Next(int number) => new()
        {
            EventId = $"e{number}",
            Type = types[random.Next(types.Length)],
            User = random.Next(5) > 0 ? new UserId($"u{random.Next(40)}") : null,
            Session = new SessionId($"'s\\{random.Next(20)}"),
            Item = random.Next(10) > 0 ? new ItemId(random.Next(4) == 0 ? $"\u00e4\U0001F6D2{random.Next(4)}" : $"i'{random.Next(12)}\uffee") : null,
            Time = At(random.Next(300) * 300),
            Value = random.Next(2) == 0 ? random.NextDouble() : null,
        };
        return
        [
            new EventBatch(0, 0, At(0), [.. Enumerable.Range(0, 400).Select(Next)]),
            new EventBatch(1, 0, At(0), [.. Enumerable.Range(400, 400).Select(Next)]),
        ];
    }
}
