using Attune.Catalog;
using Attune.Events;
using Attune.Generations;
using Attune.Live;
using Attune.Merging;
using Attune.Profiles;
using Attune.State;

namespace Attune.Featuring;

/// <summary>Reads what is known of users and items just now, as numbers: the same the ranker goes by.</summary>
/// <remarks>
/// <para><b>Fresh.</b> An event that the watermark of an answer covers is in every number of it.</para>
/// <para><b>Cost.</b> One round trip to the state for all users of a question, one more for each that was joined to another.</para>
/// </remarks>
public sealed class LiveFeatures
{
    // They need the answers that showed items, which the history does not keep.
    static readonly Feature[] OnlyLive =
    [
        new("item_clicks", FeatureOwner.Item, "clicks", "Times it was taken up where an answer had shown it; old ones are halved away.") { InHistory = false },
        new("item_expected_clicks", FeatureOwner.Item, "clicks", "What its places in those answers would have brought any item.") { InHistory = false },
        new("item_quality", FeatureOwner.Item, "ln(clicks / clicks)", "The natural logarithm of clicks over expected clicks, both raised by 2: 0 of an item like any other.") { InHistory = false },
        new("item_young", FeatureOwner.Item, "0 or 1", "1 where it is younger than the generation in service.") { InHistory = false },
    ];

    readonly IStateStore _state;
    readonly LivePath _live;
    readonly ItemCatalog _catalog;
    readonly GenerationHolder _generations;
    readonly ItemFeatures _items;
    readonly TimeProvider _clock;

    internal LiveFeatures(IStateStore state, LivePath live, ItemCatalog catalog, GenerationHolder generations, LiveSettings settings, TimeProvider clock)
    {
        (_state, _live, _catalog, _generations, _clock) = (state, live, catalog, generations, clock);
        _items = new ItemFeatures(settings.TrendingHalfLives);
        OfItem = [.. _items.All, .. OnlyLive];
    }

    /// <summary>The features of a user, in the order of <see cref="FeatureRow.Values"/>.</summary>
    public IReadOnlyList<Feature> OfUser { get; } = UserFeatures.OfUser;

    /// <summary>The features of an item, in the order of <see cref="FeatureRow.Values"/>.</summary>
    public IReadOnlyList<Feature> OfItem { get; }

    /// <summary>The features of a user towards an item: in exported files only.</summary>
    public IReadOnlyList<Feature> OfPair { get; } = UserFeatures.OfPair;

    /// <summary>Reads features.</summary>
    /// <param name="users">Whose; a user joined to another has the other's.</param>
    /// <param name="items">Of which items.</param>
    /// <param name="after">The place of the log that must be known; waited for.</param>
    /// <param name="longest">How long; what is known by then is answered, and the watermark says what that is.</param>
    /// <param name="cancellation">Ends it.</param>
    public async ValueTask<FeatureReading> ReadAsync(
        IReadOnlyList<UserId> users, IReadOnlyList<ItemId> items, LogToken after, TimeSpan longest, CancellationToken cancellation)
    {
        await _live.WaitAsync(after, longest, cancellation);

        // Before the numbers are read: they may know more than it says, and never less.
        var watermark = _live.Watermark;
        var profiles = await ProfilesAsync(users, cancellation);
        var now = EventTime.Now(_clock);
        return new FeatureReading(
            now, watermark,
            [.. users.Select((user, at) => new FeatureRow(user.Value, !profiles[at].IsEmpty, OfProfile(profiles[at], now)))],
            ReadItems(items, now));
    }

    async ValueTask<Profile[]> ProfilesAsync(IReadOnlyList<UserId> users, CancellationToken cancellation)
    {
        string[] keys = [.. users.Select(user => ProfileKey.Of(user).Value)];
        var held = await _state.GetAsync([.. keys.Select(key => new StateKey(StateKind.Profile, key)), .. keys.Select(key => new StateKey(StateKind.Alias, key))], cancellation);
        var profiles = new Profile[keys.Length];
        for (var at = 0; at < keys.Length; at++)
        {
            var bytes = held[keys.Length + at] is null ? held[at] : await OfOwnerAsync(new ProfileKey(keys[at]), cancellation);
            profiles[at] = bytes is null ? Profile.Empty : ProfileCodec.Decode(bytes);
        }

        return profiles;
    }

    async ValueTask<byte[]?> OfOwnerAsync(ProfileKey joined, CancellationToken cancellation) =>
        await _state.GetAsync(new StateKey(StateKind.Profile, (await new Aliases(_state).ResolveAsync(joined, cancellation)).Value), cancellation);

    static double[] OfProfile(Profile profile, EventTime now)
    {
        var values = new double[UserFeatures.OfUser.Count];
        UserFeatures.Write(KnownProfile.Of(profile), now, values);
        return values;
    }

    List<FeatureRow> ReadItems(IReadOnlyList<ItemId> items, EventTime now)
    {
        var rows = new List<FeatureRow>(items.Count);
        using var lease = items.Count > 0 ? _generations.Acquire() : null;
        var (views, outcomes) = (_live.Overlay.Trending.Views, _live.Overlay.Outcomes.Items);
        foreach (var id in items)
        {
            var known = _catalog.TryGetOrdinal(id, out var item);
            item = known ? item : -1;
            var values = new double[OfItem.Count];
            ItemFeatures.Write(views, item, outcomes.ImpressionsOf(item), now, values);
            var rest = values.AsSpan(_items.All.Count);
            (rest[0], rest[1]) = outcomes.OutcomesOf(item);
            rest[2] = MathF.Log(outcomes.Quality(item));
            rest[3] = known && lease is not null && lease.Generation.RowOf(item) < 0 ? 1 : 0;
            rows.Add(new FeatureRow(id.Value, known, values));
        }

        return rows;
    }
}

/// <summary>Features as of one moment.</summary>
/// <param name="AsOf">The moment: what fades or grows with time is worked out for it.</param>
/// <param name="Watermark">The place of the log up to which everything is in the numbers.</param>
/// <param name="Users">As asked for.</param>
/// <param name="Items">As asked for.</param>
public sealed record FeatureReading(EventTime AsOf, LogToken Watermark, IReadOnlyList<FeatureRow> Users, IReadOnlyList<FeatureRow> Items);

/// <summary>The features of one user or item.</summary>
/// <param name="Id">Which.</param>
/// <param name="Known">False where nothing was ever heard of it; its features are those of nothing.</param>
/// <param name="Values">By feature; NaN where it has no value.</param>
public sealed record FeatureRow(string Id, bool Known, double[] Values);
