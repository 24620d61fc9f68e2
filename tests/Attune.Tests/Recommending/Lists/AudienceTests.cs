using Attune.Events;
using Attune.Profiles;
using Attune.Recommending.Lists.Audiences;

namespace Attune.Tests.Recommending.Lists;

public class AudienceTests
{
    static readonly EventTime Now = new(1_000_000 * EventTime.MicrosPerSecond);

    [Fact]
    public async Task Users_of_an_items_kind_are_nearest_to_it_and_a_vector_is_taken_over_where_nothing_happened()
    {
        await using var shop = await Shop.OpenAsync();
        using var lease = shop.Generations.Acquire();
        var profiles = Enumerable.Range(0, 40).Select(n => KeyValuePair.Create($"u{n:00}", Profile(n, [n % 40], n))).ToList();
        var making = new AudienceMaking(new AudienceSettings(), new EventWeights(), 0.95f);

        var audience = making.Make(profiles, new Dictionary<string, string[]>(), lease!.Generation, null, Now);
        var near = audience.Nearest(lease.Generation.Factors.Of(lease.Generation.RowOf(15)), byDirection: false, new Attune.Learning.Factors.ScoredItem[10]).ToArray();

        // Ten users took up one item of the second kind each; the others' vectors are at right angles to it.
        Assert.Equal(Enumerable.Range(10, 10).Select(n => $"u{n:00}"), near.Select(user => audience.Users[user.Item]).Order());
        var next = new AudienceMaking(new AudienceSettings(), new EventWeights(), 0.95f).Make(profiles, new Dictionary<string, string[]>(), lease.Generation, audience, Now);
        Assert.Equal(audience.Vectors, next.Vectors);
    }

    [Fact]
    public async Task Of_more_users_than_are_kept_those_with_the_latest_events_are()
    {
        await using var shop = await Shop.OpenAsync();
        using var lease = shop.Generations.Acquire();
        var profiles = Enumerable.Range(0, 30).Select(n => KeyValuePair.Create($"u{n:00}", Profile(n, [n], (n * 7) % 30))).ToList();

        var audience = new AudienceMaking(new AudienceSettings { Users = 5 }, new EventWeights(), 0.95f)
            .Make(profiles, new Dictionary<string, string[]>(), lease!.Generation, null, Now);

        Assert.Equal(Enumerable.Range(0, 30).OrderByDescending(n => (n * 7) % 30).Take(5).Select(n => $"u{n:00}").Order(), audience.Users.Order());
    }

    [Fact]
    public async Task What_trends_in_a_segment_is_what_its_users_took_up_by_age()
    {
        await using var shop = await Shop.OpenAsync();
        const int day = 86_400;
        List<KeyValuePair<string, byte[]>> profiles =
        [
            new("no1", Profile(1, [3], 1_000_000)), new("no2", Profile(2, [3, 4], 1_000_000 - day)), new("se", Profile(3, [9], 1_000_000)), new("none", Profile(4, [7], 1_000_000)),
        ];
        var segments = new Dictionary<string, string[]> { ["no1"] = ["country:NO"], ["no2"] = ["country:NO", "club:gold"], ["se"] = ["country:SE"] };

        var audience = new AudienceMaking(new AudienceSettings(), new EventWeights(), 0.95f).Make(profiles, segments, null, null, Now);

        // One view just now and one a day ago, at a half-life of a day: 1 + 1/2 for item 3, 1/2 for item 4.
        var one = new EventWeights().Strength(EventType.View, null);
        Assert.Equal([(3, 1.5 * one), (4, 0.5 * one)], audience.Segments["country:NO"].Select(item => (item.Item, Math.Round(item.Score, 5))));
        Assert.Equal([9], audience.Segments["country:SE"].Select(item => item.Item));
        Assert.Equal(2, audience.Segments["club:gold"].Length);
        Assert.Empty(audience.Users);
    }

    static byte[] Profile(int offset, int[] items, long seconds)
    {
        var draft = new ProfileDraft { Applied = offset };
        var strength = (float)new EventWeights().Strength(EventType.View, null);
        foreach (var item in items)
        {
            draft.Add(new Interaction(item, EventType.View.Code, seconds, offset, strength), 50);
        }

        return ProfileCodec.Encode(new Profile(draft));
    }
}
