using Attune.Events;
using Attune.Profiles;
using Attune.Tests.Live;

namespace Attune.Tests.Profiles;

public sealed class ProfileCodecTests
{
    static readonly ProfileFold Fold = new(new EventWeights(), new ProfileSettings());

    [Fact]
    public void What_is_decoded_is_what_was_encoded()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var profile = Profile.Empty;
            var offset = 0L;
            foreach (var happened in Happenings.Random(seed, random.Next(200), users: 1))
            {
                offset += random.NextInt64(1 + (1L << random.Next(40)));
                profile = Fold.Fold(profile, happened, happened.Item is null ? -1 : random.Next(int.MaxValue), seed % 7, offset);

                Assert.Equal(profile, ProfileCodec.Decode(ProfileCodec.Encode(profile)));
            }
        }
    }

    [Fact]
    public void Twenty_interactions_take_less_than_250_bytes()
    {
        var random = new Random(1);
        var profile = Profile.Empty;
        for (var i = 0; i < 20; i++)
        {
            // A shop of 100 000 items, a million events an hour, a few minutes between a user's own.
            var happened = Happenings.By("anna", i % 5 == 4 ? EventType.Purchase : EventType.View, "x", i * 200);
            profile = Fold.Fold(profile, happened, random.Next(100_000), 0, 5_000_000_000 + (i * 55_000));
        }

        Assert.InRange(ProfileCodec.Encode(profile).Length, 20, 249);
    }

    [Fact]
    public void A_profile_of_before_what_was_shown_was_remembered_still_loads()
    {
        // Anna viewed item 3 and bought item 5 a minute later; written by version 1.
        var bytes = Convert.FromHexString("010250090001010210068096A4F70C3C003C1304781400450153");

        var profile = ProfileCodec.Decode(bytes);

        Assert.Equal([3, 5], profile.Recent.ToArray().Select(interaction => interaction.Item));
        Assert.Equal(new Exclusion(5, EventType.Purchase.Code), Assert.Single(profile.Excluded.ToArray()));
        Assert.Empty(profile.Shown.ToArray());
        Assert.Equal(bytes, ProfileCodec.Encode(profile));
        var shown = Fold.Fold(profile, Happenings.By("anna", EventType.Impression, "x", 90), 7, 2, 41);
        Assert.Equal(2, ProfileCodec.Encode(shown)[0]);
        Assert.Equal(shown, ProfileCodec.Decode(ProfileCodec.Encode(shown)));
    }

    [Fact]
    public void A_hundred_items_shown_take_less_than_650_bytes()
    {
        var random = new Random(1);
        var profile = Profile.Empty;
        for (var i = 0; i < 400; i++)
        {
            // Lists of ten, a few minutes apart, out of a shop of 100 000 items.
            profile = Fold.Fold(profile, Happenings.By("anna", EventType.Impression, "x", i / 10 * 200), random.Next(100_000), 0, i);
        }

        Assert.Equal(100, profile.Shown.Length);
        Assert.InRange(ProfileCodec.Encode(profile).Length, 300, 649);
    }

    [Fact]
    public void Bytes_cut_short_or_changed_are_refused_or_another_profile_but_never_a_crash()
    {
        var profile = Profile.Empty;
        var offset = 0;
        foreach (var happened in Happenings.Random(5, 80, users: 1))
        {
            profile = Fold.Fold(profile, happened, offset % 17, 0, offset++);
        }

        var bytes = ProfileCodec.Encode(profile);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => ProfileCodec.Decode(bytes.AsSpan(0, length)));
        }

        var random = new Random(6);
        for (var i = 0; i < 5_000; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                ProfileCodec.Decode(changed);
            }
            catch (InvalidDataException)
            {
            }
        }
    }
}
