using Attune.Events;
using Attune.Profiles;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Profiles;

public sealed class ProfileFoldTests
{
    static readonly ProfileFold Fold = new(new EventWeights(), new ProfileSettings { Recent = 3, Excluded = 2, Impressions = 4 });

    static Profile After(params (EventType Type, int Item)[] events)
    {
        var profile = Profile.Empty;
        for (var i = 0; i < events.Length; i++)
        {
            profile = Fold.Fold(profile, By("anna", events[i].Type, "x", i), events[i].Item, 0, i);
        }

        return profile;
    }

    static int[] Items(Profile profile) => [.. profile.Recent.ToArray().Select(interaction => interaction.Item)];

    static (int Item, int Count)[] Shown(Profile profile) => [.. profile.Shown.ToArray().Select(shown => (shown.Item, shown.Count))];

    static int[] Out(Profile profile) => [.. profile.Excluded.ToArray().Select(exclusion => exclusion.Item)];

    [Fact]
    public void Only_the_last_interactions_are_kept() =>
        Assert.Equal([2, 3, 4], Items(After([.. Enumerable.Range(0, 5).Select(i => (EventType.View, i))])));

    [Fact]
    public void Only_the_last_exclusions_are_kept() =>
        Assert.Equal([2, 1], Out(After((EventType.Hide, 0), (EventType.Purchase, 1), (EventType.Purchase, 2), (EventType.Purchase, 1))));

    [Fact]
    public void An_event_at_or_before_the_fence_changes_nothing()
    {
        var profile = After((EventType.View, 1), (EventType.Purchase, 2));

        Assert.Same(profile, Fold.Fold(profile, By("anna", EventType.View, "x"), 9, 0, 1));
        Assert.Same(profile, Fold.Fold(profile, By("anna", EventType.View, "x"), 9, 0, 0));
        Assert.Equal(2, Fold.Fold(profile, By("anna", EventType.View, "x"), 9, 0, 2).Applied);
    }

    [Fact]
    public void What_says_nothing_of_an_item_is_counted_and_pushes_nothing_out()
    {
        var profile = After((EventType.View, 1), (EventType.Impression, 2), (EventType.Impression, 3), (EventType.Impression, 4));

        Assert.Equal([1], Items(profile));
        Assert.Equal(3, profile.Counts[EventType.Impression.Code]);
    }

    [Fact]
    public void Impressions_are_counted_by_item_until_the_item_is_taken_up()
    {
        var profile = After(
            (EventType.Impression, 1), (EventType.Impression, 2), (EventType.Impression, 1), (EventType.Impression, 3), (EventType.Impression, 1));

        Assert.Equal([(2, 1), (3, 1), (1, 3)], Shown(profile));
        Assert.Equal((Start.Micros / 1_000_000) + 4, profile.Shown[2].Seconds);
        Assert.Equal([(2, 1), (3, 1)], Shown(Fold.Fold(profile, By("anna", EventType.Click, "x", 5), 1, 0, 5)));
        Assert.Equal([(2, 1), (1, 3)], Shown(Fold.Fold(profile, By("anna", EventType.Hide, "x", 5), 3, 0, 5)));
    }

    [Fact]
    public void Only_the_items_shown_last_are_remembered_and_none_where_that_is_turned_off()
    {
        (EventType, int)[] events = [.. Enumerable.Range(0, 6).Select(i => (EventType.Impression, i)), (EventType.Impression, 2), (EventType.Impression, 7)];

        Assert.Equal([(4, 1), (5, 1), (2, 2), (7, 1)], Shown(After(events)));
        var none = new ProfileFold(new EventWeights(), new ProfileSettings { Impressions = 0 });
        Assert.Empty(none.Fold(Profile.Empty, By("anna", EventType.Impression, "x"), 1, 0, 0).Shown.ToArray());
    }

    [Fact]
    public void An_impression_that_comes_late_does_not_turn_back_the_time_of_the_last()
    {
        var profile = Fold.Fold(Profile.Empty, By("anna", EventType.Impression, "x", 100), 1, 0, 0);

        Assert.Equal((Start.Micros / 1_000_000) + 100, Fold.Fold(profile, By("anna", EventType.Impression, "x", 40), 1, 0, 1).Shown[0].Seconds);
    }

    [Fact]
    public void Hiding_an_item_takes_back_what_it_said_of_taste()
    {
        var profile = After((EventType.View, 1), (EventType.View, 2), (EventType.Hide, 1));

        Assert.Equal([2], Items(profile));
        Assert.Equal([1], Out(profile));
    }

    [Theory]
    [InlineData("like")]
    [InlineData("purchase")]
    public void A_later_sign_of_taste_does_not_bring_a_hidden_item_back(string type)
    {
        Assert.True(EventType.TryParse(type, out var later));

        var profile = After((EventType.Hide, 1), (later, 1));

        Assert.Equal(new Exclusion(1, EventType.Hide.Code), Assert.Single(profile.Excluded.ToArray()));
        Assert.Equal([1], Items(profile));
    }

    [Fact]
    public void A_profile_does_not_depend_on_the_object_it_was_folded_from()
    {
        var before = After((EventType.View, 1));
        var copy = ProfileCodec.Encode(before);

        Fold.Fold(before, By("anna", EventType.Hide, "x"), 1, 0, 7);

        Assert.Equal(copy, ProfileCodec.Encode(before));
    }
}
