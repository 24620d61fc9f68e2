using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Catalog;
using Attune.Events;
using Attune.Live;
using Attune.Operating;
using Attune.Recommending.Blocking;
using Attune.State;

namespace Attune.Merging;

/// <summary>Makes two users one, or a session a user's, when somebody asks for it; a login in a visit does so by itself.</summary>
/// <remarks>
/// <para><b>A merge is an event</b> of the log: what follows the log joins the profiles when it comes to it, exactly once, and again in a
/// replay. Properties and blocks are joined here; what the user has already stands.</para>
/// <para><b>Again.</b> A merge that was made is made again without effect, so that one whose answer was lost may be sent again.</para>
/// </remarks>
public sealed class UserMerges
{
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    readonly WorkspacePorts _ports;
    readonly LivePath _live;
    readonly UserDirectory _users;
    readonly UserBlocks _blocks;
    readonly TimeProvider _clock;
    readonly Aliases _aliases;
    readonly EventIds _ids;

    internal UserMerges(WorkspacePorts ports, LivePath live, UserDirectory users, UserBlocks blocks, TimeProvider clock)
    {
        (_ports, _live, _users, _blocks, _clock) = (ports, live, users, blocks, clock);
        (_aliases, _ids) = (new Aliases(ports.State), new EventIds(clock));
    }

    /// <summary>Joins a user or a session to a user: the next answer of the user knows both.</summary>
    /// <param name="into">The user that stays.</param>
    /// <param name="from">Whose events, properties and blocks become the user's; its id stands for the user from then on.</param>
    /// <param name="cancellation">Gives up before the merge is in the log.</param>
    public async ValueTask<MergeOutcome> MergeAsync(UserId into, ProfileKey from, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        var owner = await _aliases.ResolveAsync(ProfileKey.Of(into), cancellation);
        var source = await _aliases.ResolveAsync(from, cancellation);
        if (from == ProfileKey.Of(into) || owner == from)
        {
            return new MergeOutcome.Refused($"'{from.Value[2..]}' and '{into}' are one user already, under the id '{owner.Value[2..]}'.");
        }

        if (source != from && source != owner)
        {
            return new MergeOutcome.Refused($"'{from.Value[2..]}' is part of the user '{source.Value[2..]}' already.");
        }

        var user = new UserId(owner.Value[2..]);
        if (from.IsUser && await MovePropertiesAsync(user, new UserId(from.Value[2..]), cancellation) is { } reason)
        {
            return new MergeOutcome.Refused(reason);
        }

        if (source == owner)
        {
            return new MergeOutcome.Done(_live.Watermark);
        }

        var merge = UserEvent.Merge(_ids.Next(), user, from, EventTime.Now(_clock));
        switch (await _ports.Log.AppendAsync([merge], cancellation))
        {
            case AppendOutcome.Appended appended:
                await _live.WaitAsync(appended.Token, LongestWait, cancellation);
                return new MergeOutcome.Done(appended.Token);
            case AppendOutcome.StorageFailed failed:
                return new MergeOutcome.StorageFailed(failed.Reason);
            default:
                return new MergeOutcome.StorageFailed("Too many events wait for the log; send it again.");
        }
    }

    /// <summary>Gives a user another id, under which nothing is known yet; the old one stands for it from then on.</summary>
    public async ValueTask<MergeOutcome> RenameAsync(UserId user, UserId to, CancellationToken cancellation)
    {
        if (user == to)
        {
            return new MergeOutcome.Refused($"The user's id is '{to}' already.");
        }

        await CatchUpAsync(cancellation);
        if (!await IsKnownAsync(user, cancellation))
        {
            return new MergeOutcome.Unknown(user.Value);
        }

        var isDone = await _aliases.ResolveAsync(ProfileKey.Of(user), cancellation) == ProfileKey.Of(to);
        return !isDone && await IsKnownAsync(to, cancellation)
            ? new MergeOutcome.Refused($"There is a user '{to}'; merge the two if they are one person.")
            : await MergeAsync(to, ProfileKey.Of(user), cancellation);
    }

    // Who sent events a moment ago is known.
    ValueTask<bool> CatchUpAsync(CancellationToken cancellation)
    {
        var places = Enumerable.Range(0, _ports.Log.Partitions).Select(partition => (partition, _ports.Log.EndOffset(partition)));
        return _live.WaitAsync(LogToken.Of(places), LongestWait, cancellation);
    }

    async ValueTask<bool> IsKnownAsync(UserId user, CancellationToken cancellation)
    {
        var key = ProfileKey.Of(user).Value;
        var held = await _ports.State.GetAsync([new StateKey(StateKind.Profile, key), new StateKey(StateKind.Alias, key)], cancellation);
        return held.Any(value => value is not null) || await _users.FindAsync(user, cancellation) is not null || !_blocks.Of(user).IsEmpty;
    }

    // What keeps them from being joined, or null.
    async ValueTask<string?> MovePropertiesAsync(UserId into, UserId from, CancellationToken cancellation)
    {
        if (_blocks.Of(from) is { IsEmpty: false } blocked)
        {
            var own = _blocks.Of(into);
            var both = new BlockList([.. own.Items.Union(blocked.Items)], [.. own.Filters.Union(blocked.Filters)]);
            if (await _blocks.SaveAsync(into, both, cancellation) is BlocksOutcome.Refused refused)
            {
                return $"The blocks of both are too many for one user: {refused.Faults[0].Limit}";
            }

            await _blocks.RemoveAsync(from, cancellation);
        }

        if (await _users.FindAsync(from, cancellation) is not { } json)
        {
            return null;
        }

        var properties = JsonNode.Parse(await _users.FindAsync(into, cancellation) ?? "{}")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
        {
            if (!properties.ContainsKey(name))
            {
                properties.Add(name, value?.DeepClone());
            }
        }

        await _users.WriteAsync([PropertyWrite.Put(into.Value, properties.ToJsonString(JsonSerializerOptions.Web)), PropertyWrite.Delete(from.Value)], cancellation);
        return null;
    }
}
