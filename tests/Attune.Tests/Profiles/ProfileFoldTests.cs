using Attune.Events;
using Attune.Profiles;
using static Attune.Tests.Live.Happenings;

namespace Attune.Tests.Profiles;

public sealed class ProfileFoldTests
{
    static readonly ProfileFold Fold = new(new EventWeights(), new ProfileSettings { Recent = 3, Excluded = 2 });

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
