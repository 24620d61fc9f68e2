using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Operating;
using Attune.Profiles;
using Attune.Recommending.Blocking;
using Attune.Recommending.Candidates;
using Attune.State;

namespace Attune.Recommending.Lists.Audiences;

/// <summary>Lists of users: those most likely to take an item up, and those like a user.</summary>
/// <remarks>
/// <para><b>How.</b> Every user's vector is kept in memory, as of the last going through all profiles (<see cref="FoundUsers.AsOf"/>). The best by
/// it, some more than are asked for, are read from the state and scored anew: so an event of a moment ago counts in the score and
/// keeps out, while somebody who only came since is found after the next going through.</para>
/// <para><b>Who.</b> Users, not visits; of whom the generation knows something they took up. Erased users are in no list.</para>
/// </remarks>
public sealed class UserLists
{
    /// <summary>Most users in one answer.</summary>
    public const int MaxCount = 200;

    /// <summary>More are read than are asked for, since some will have bought it and others moved.</summary>
    const int Spare = 50;

    readonly IStateStore _state;
    readonly ItemCatalog _catalog;
    readonly GenerationHolder _generations;
    readonly ColdItems _cold;
    readonly BlockBook _blocks;
    readonly TimeProvider _clock;
    readonly Func<AudienceMaking> _folding;

    internal UserLists(
        IStateStore state, ICatalogStore store, ItemCatalog catalog, Recommender recommender, GenerationHolder generations, EngineSettings settings, TimeProvider clock)
    {
        (_state, _catalog, _generations, _cold, _blocks, _clock) = (state, catalog, generations, recommender.Cold, recommender.Blocks, clock);
        _folding = () => new AudienceMaking(settings.Audience, settings.Live.Weights, settings.Recommend.PositionDecay);
        Refresh = new AudienceRefresh(state, store, generations, settings.Audience, _folding, clock);
    }

    /// <summary>The audience.</summary>
    internal AudienceRefresh Refresh { get; }

    /// <summary>The users most likely to take an item up, without those who bought, dislike, hid or block it; none of an item that is not listed, or that the generation cannot place.</summary>
    /// <param name="item">The item.</param>
    /// <param name="count">1 to <see cref="MaxCount"/>.</param>
    /// <param name="within">When the answer is due; where the audience is not there by then, it is empty.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<FoundUsers> OfItemAsync(ItemId item, int count, TimeSpan within, CancellationToken cancellation)
    {
        var deadline = new Deadline(_clock, within);
        var audience = await Refresh.CurrentAsync(deadline, cancellation);
        using var lease = _generations.Acquire();
        if (lease?.Generation is not { } generation || !_catalog.TryGetOrdinal(item, out var ordinal) || !_catalog.Snapshot.IsListed(ordinal)
            || VectorOf(generation, ordinal) is not { Length: > 0 } vector)
        {
            return FoundUsers.None(audience, deadline);
        }

        var near = Nearest(audience, generation, vector, byDirection: false, count);
        return await ScoreAsync(audience, near, generation, vector, byDirection: false, (user, profile) => !Excludes(profile, ordinal) && !Blocks(new UserId(user), ordinal), count, deadline, cancellation);
    }

    /// <summary>The users whose taste is most like a user's: score = cosine of the vectors, above 0 to 1. None of a user without a taste.</summary>
    /// <param name="user">The user, who is none of them.</param>
    /// <param name="count">1 to <see cref="MaxCount"/>.</param>
    /// <param name="within">When the answer is due; where the audience is not there by then, it is empty.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<FoundUsers> LikeUserAsync(UserId user, int count, TimeSpan within, CancellationToken cancellation)
    {
        var deadline = new Deadline(_clock, within);
        var audience = await Refresh.CurrentAsync(deadline, cancellation);
        var bytes = await _state.GetAsync(new StateKey(StateKind.Profile, ProfileKey.Of(user).Value), cancellation);
        using var lease = _generations.Acquire();
        var vector = new float[lease?.Generation.FoldIn.Factors ?? 0];
        if (bytes is null || lease?.Generation is not { } generation || !_folding().TryFold(ProfileCodec.Decode(bytes).Recent, generation, vector))
        {
            return FoundUsers.None(audience, deadline);
        }

        Unit(vector);
        var near = Nearest(audience, generation, vector, byDirection: true, count);
        return await ScoreAsync(audience, near, generation, vector, byDirection: true, (other, _) => other != user.Value, count, deadline, cancellation);
    }

    static string[] Nearest(Audience? audience, Generation generation, ReadOnlySpan<float> vector, bool byDirection, int count)
    {
        if (audience is null || audience.Generation != generation.Manifest.Number)
        {
            return [];
        }

        var found = audience.Nearest(vector, byDirection, new ScoredItem[(2 * count) + Spare]);
        var users = new string[found.Length];
        for (var n = 0; n < users.Length; n++)
        {
            users[n] = audience.Users[found[n].Item];
        }

        return users;
    }

    async ValueTask<FoundUsers> ScoreAsync(
        Audience? audience, string[] users, Generation generation, float[] vector, bool byDirection, Func<string, Profile, bool> may, int count, Deadline deadline, CancellationToken cancellation)
    {
        var profiles = await _state.GetAsync(Array.ConvertAll(users, user => new StateKey(StateKind.Profile, ProfileKey.Of(new UserId(user)).Value)), cancellation);
        var (folding, own, found) = (_folding(), new float[vector.Length], new List<FoundUser>());
        for (var n = 0; n < users.Length; n++)
        {
            if (profiles[n] is { } bytes && ProfileCodec.Decode(bytes) is var profile && may(users[n], profile) && folding.TryFold(profile.Recent, generation, own))
            {
                var length = byDirection ? MathF.Sqrt(DotProduct.Of(own, own)) + 1e-12f : 1;
                found.Add(new FoundUser(new UserId(users[n]), DotProduct.Of(own, vector) / length));
            }
        }

        var best = found.Where(user => user.Score > 0).OrderByDescending(user => user.Score).ThenBy(user => user.User.Value, StringComparer.Ordinal).Take(count);
        return new FoundUsers([.. best], generation.Manifest.Number, audience?.AsOf, deadline.Taken);
    }

    float[] VectorOf(Generation generation, int ordinal)
    {
        if (generation.RowOf(ordinal) is not (>= 0 and var row))
        {
            return _cold.Of(generation).VectorOf(ordinal).ToArray();
        }

        var vector = generation.Factors.Of(row).ToArray();
        foreach (ref var value in vector.AsSpan())
        {
            value *= generation.Trend.IsEmpty ? 1 : generation.Trend[row];
        }

        return vector;
    }

    static bool Excludes(Profile profile, int item)
    {
        foreach (var exclusion in profile.Excluded)
        {
            if (exclusion.Item == item)
            {
                return true;
            }
        }

        return false;
    }

    bool Blocks(UserId user, int item)
    {
        if (_blocks.Of(user) is not { } blocks)
        {
            return false;
        }

        return blocks.Items(_catalog).Contains(item)
            || blocks.Sets(_catalog.Snapshot, new FilterContext(EventTime.Now(_clock))).Any(set => set.Contains(item));
    }

    static void Unit(Span<float> vector)
    {
        var length = MathF.Sqrt(DotProduct.Of(vector, vector)) + 1e-12f;
        foreach (ref var value in vector)
        {
            value /= length;
        }
    }
}
