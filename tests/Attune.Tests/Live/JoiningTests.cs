using Attune.Events;
using Attune.Live;
using Attune.Merging;
using Attune.Profiles;
using Attune.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Tests.Live;

public sealed class JoiningTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_brings_along_what_the_session_did_before_and_what_it_does_after()
    {
        var state = await FoldAsync(Event(1, session: "s"), Event(2, session: "s"), Event(3, "ann", "s"), Event(4, session: "s"), Event(5, "ann"));

        var profile = await ProfileAsync(state, "u:ann");

        Assert.Equal([1, 2, 3, 4, 5], profile.Recent.ToArray().Select(interaction => interaction.Item));
        Assert.Equal(5, profile.Counts[EventType.View.Code]);
        Assert.Equal(new ProfileKey("u:ann"), await new Aliases(state).ResolveAsync(new ProfileKey("s:s"), Cancellation));
    }

    [Fact]
    public async Task A_session_that_began_with_a_login_is_no_alias_and_costs_nothing()
    {
        var state = await FoldAsync(Event(1, "ann", "s"), Event(2, "ann", "s"));

        Assert.Equal(0, (await state.MeasureAsync(StateKind.Alias, Cancellation)).Count);
    }

    [Fact]
    public async Task A_session_is_its_first_users_and_no_one_elses()
    {
        var state = await FoldAsync(Event(1, session: "s"), Event(2, "ann", "s"), Event(3, "bea", "s"));

        Assert.Equal((int[])[1, 2], Items(await ProfileAsync(state, "u:ann")));
        Assert.Equal((int[])[3], Items(await ProfileAsync(state, "u:bea")));
    }

    [Fact]
    public async Task A_merge_joins_two_users_and_later_events_of_both_are_one_users()
    {
        var merge = UserEvent.Merge("m", new UserId("ann"), ProfileKey.Of(new UserId("old")), new EventTime(3_000_000));
        var state = await FoldAsync(Event(1, "old"), Event(2, "ann"), merge, Event(4, "old"), Event(5, "ann"));

        var profile = await ProfileAsync(state, "u:ann");

        Assert.Equal([1, 2, 4, 5], Items(profile));
        Assert.Equal(4, profile.Counts.ToArray().Sum());
    }

    [Fact]
    public async Task What_one_of_the_two_hid_is_out_of_lists_and_taste_of_both()
    {
        var hidden = Event(7, "ann") with { Type = EventType.Hide };
        var state = await FoldAsync(Event(7, session: "s"), Event(8, session: "s"), hidden, Event(9, "ann", "s"));

        var profile = await ProfileAsync(state, "u:ann");

        Assert.Equal([8, 9], Items(profile));
        Assert.Equal([new Exclusion(7, EventType.Hide.Code)], profile.Excluded.ToArray());
    }

    // A checkpoint is taken while profiles go on changing: each may be as it was then, or at any later event. Applied again from the
    // place of the checkpoint, they all come to what they were.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Applied_again_from_any_torn_checkpoint_profiles_and_aliases_come_out_the_same(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var events = Enumerable.Range(0, 30).Select(at => Any(at, random)).ToArray();
            var moments = new List<Dictionary<StateKey, byte[]>> { new() };
            var state = new MemoryState();
            var fold = FoldOf(state);
            for (var at = 0; at < events.Length; at++)
            {
                await fold.FoldAsync(new EventBatch(0, at, default, [events[at]]), Cancellation);
                moments.Add(await AllAsync(state));
            }

            var place = random.Next(events.Length);
            var torn = new MemoryState();
            foreach (var key in moments[^1].Keys)
            {
                var moment = random.Next(place, events.Length + 1);
                await torn.PutAsync([new(key, moments[moment].GetValueOrDefault(key))], Cancellation);
            }

            var again = FoldOf(torn);
            for (int at = place, count; at < events.Length; at += count)
            {
                count = Math.Min(random.Next(1, 8), events.Length - at);
                await again.FoldAsync(new EventBatch(0, at, default, events[at..(at + count)]), Cancellation);
            }

            Assert.Equal(Text(moments[^1]), Text(await AllAsync(torn)));
        }
    }

    static UserEvent Any(int at, Random random)
    {
        var (user, session) = ($"u{random.Next(3)}", $"s{random.Next(3)}");
        var happened = random.Next(8) switch
        {
            0 or 1 or 2 => Event(random.Next(9), session: session),
            3 or 4 => Event(random.Next(9), user, session),
            5 when random.Next(3) == 0 => UserEvent.Merge("m", new UserId(user), new ProfileKey($"u:u{random.Next(3)}"), default),
            _ => Event(random.Next(9), user),
        };
        return happened with { Time = new EventTime(at * 1_000_000L) };
    }

    static async Task<MemoryState> FoldAsync(params UserEvent[] events)
    {
        var state = new MemoryState();
        await FoldOf(state).FoldAsync(new EventBatch(0, 0, default, events), Cancellation);
        return state;
    }

    static BatchFold FoldOf(MemoryState state) => new(
        state, (ids, _) => new([.. ids.Select(id => int.Parse(id.Value, System.Globalization.CultureInfo.InvariantCulture))]),
        new ProfileFold(new EventWeights(), new ProfileSettings()), NullLogger.Instance);

    static UserEvent Event(int item, string? user = null, string? session = null) => new()
    {
        EventId = "e",
        Type = EventType.View,
        User = user is null ? null : new UserId(user),
        Session = session is null ? null : new SessionId(session),
        Item = new ItemId($"{item}"),
        Time = new EventTime(item * 1_000_000L),
    };

    static async Task<Profile> ProfileAsync(MemoryState state, string key) =>
        ProfileCodec.Decode(await state.GetAsync(new StateKey(StateKind.Profile, key), Cancellation));

    static int[] Items(Profile profile) => [.. profile.Recent.ToArray().Select(interaction => interaction.Item)];

    static async Task<Dictionary<StateKey, byte[]>> AllAsync(MemoryState state)
    {
        var all = new Dictionary<StateKey, byte[]>();
        foreach (var kind in new[] { StateKind.Profile, StateKind.Alias })
        {
            await foreach (var (key, value) in state.ScanAsync(kind, Cancellation))
            {
                all.Add(key, value);
            }
        }

        return all;
    }

    static string Text(Dictionary<StateKey, byte[]> all) =>
        string.Join('\n', all.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value)}"));
}
