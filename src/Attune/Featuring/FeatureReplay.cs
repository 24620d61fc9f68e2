using Attune.Events;
using Attune.Live;
using Attune.Profiles;

namespace Attune.Featuring;

/// <summary>Features as they were: events are folded one after the other as the live path folds them, and may be asked in between.</summary>
/// <remarks>
/// <para><b>Same.</b> Profiles by <see cref="ProfileFold"/>, counts by <see cref="TrendingCounts"/>, numbers by <see cref="UserFeatures"/> and
/// <see cref="ItemFeatures"/>: what is asked at a moment is what a live reading would have said then, of events that arrived as they happened.</para>
/// <para><b>Memory.</b> A profile a user, a few numbers an item. One caller.</para>
/// </remarks>
sealed class FeatureReplay
{
    static readonly EventType[] Types = [.. Enumerable.Range(0, EventType.CodeCount).Select(
        code => code < EventType.Known.Count ? EventType.Known[code] : Custom)];

    readonly ProfileFold _fold;
    readonly EventWeights _weights;
    readonly TrendingCounts _trending;
    readonly ProfileDraft?[] _profiles;
    readonly int[] _impressions;
    long _offset;

    /// <summary>Nothing happened yet.</summary>
    /// <param name="settings">As of the live path.</param>
    /// <param name="users">How many there are.</param>
    /// <param name="items">How many there are.</param>
    public FeatureReplay(LiveSettings settings, int users, int items)
    {
        (_fold, _weights) = (new ProfileFold(settings.Weights, settings.Profiles), settings.Weights);
        _trending = new TrendingCounts(settings.TrendingHalfLives);
        (_profiles, _impressions) = (new ProfileDraft?[users], new int[items]);
        OfItem = new ItemFeatures(settings.TrendingHalfLives).All;
    }

    /// <summary>The features of an item, in their order.</summary>
    public IReadOnlyList<Feature> OfItem { get; }

    static EventType Custom => EventType.TryParse(EventType.CustomPrefix + "any", out var custom) ? custom : throw new InvalidOperationException("There are no custom types.");

    /// <summary>What one event says of its item, by its code; all custom types weigh the same, because the code is all that is known of them.</summary>
    public static float StrengthOf(EventWeights weights, byte type, float value) => weights.Strength(Types[type], float.IsNaN(value) ? null : value);

    /// <summary>Folds an event in.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="item">The item's.</param>
    /// <param name="type"><see cref="EventType.Code"/>.</param>
    /// <param name="micros">When it happened.</param>
    /// <param name="value">Its value; NaN where it has none.</param>
    public void Fold(int user, int item, byte type, long micros, float value)
    {
        var happened = new UserEvent { EventId = "", Type = Types[type], Time = new EventTime(micros), Value = float.IsNaN(value) ? null : value };
        _fold.Fold(_profiles[user] ??= new ProfileDraft(), happened, item, partition: 0, _offset++);
        _trending.Add(item, happened.Time, _weights.Strength(happened.Type, happened.Value));
        _impressions[item] += type == EventType.Impression.Code ? 1 : 0;
    }

    /// <summary>Shows the order of what is taken up most to what is asked next: after some events, not after each.</summary>
    public void Publish() => _trending.Publish();

    /// <summary>Writes what is known of a user, of an item, and of the user towards the item.</summary>
    /// <param name="user">The user's number.</param>
    /// <param name="item">The item's.</param>
    /// <param name="now">The moment.</param>
    /// <param name="into">As long as the three kinds together, in this order.</param>
    public void Write(int user, int item, EventTime now, Span<double> into)
    {
        var profile = _profiles[user] is { } draft ? KnownProfile.Of(draft) : KnownProfile.Of(Profile.Empty);
        UserFeatures.Write(profile, now, into);
        into = into[UserFeatures.OfUser.Count..];
        ItemFeatures.Write(_trending.Views, item, _impressions[item], now, into);
        UserFeatures.WritePair(profile, item, into[OfItem.Count..]);
    }
}
