using System.Security.Cryptography;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Generations;
using Attune.Live;
using Attune.Operating;
using Attune.Profiles;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;
using Attune.Recommending.Explaining;
using Attune.State;

namespace Attune.Recommending;

/// <summary>Answers questions for one workspace: gathers what an answer depends on, and makes it within the deadline.</summary>
/// <remarks>
/// <para><b>Promise.</b> Every well-formed question is answered, whatever is missing or down: without state by what trends,
/// without a model by the stream and the precomputed list, without anything by an empty list.</para>
/// <para><b>Steps.</b> Wait for <see cref="RecommendationRequest.After"/>; read profile and list in one round trip; fold in
/// the question's own events; climb (<see cref="Ladder"/>); write the answer. Each is a span and a duration.</para>
/// <para><b>Concurrency.</b> Any number of questions at once.</para>
/// </remarks>
public sealed class Recommender
{
    /// <summary>What of the deadline may be spent waiting for an event to be applied.</summary>
    const double WaitShare = 0.8;

    /// <summary>What of the deadline may be spent reading state.</summary>
    const double ReadShare = 0.9;

    readonly ItemCatalog _catalog;
    readonly IStateStore _state;
    readonly LivePath _live;
    readonly GenerationHolder _generations;
    readonly RecommendSettings _settings;
    readonly TimeProvider _clock;
    readonly RecommendationIds _ids;
    readonly Ladder _ladder;
    readonly Explanation _explanation;
    readonly ColdItems _cold;

    /// <summary>A recommender over what a workspace holds; it owns none of it.</summary>
    public Recommender(
        ItemCatalog catalog,
        IStateStore state,
        LivePath live,
        GenerationHolder generations,
        RecommendSettings settings,
        TimeProvider clock)
    {
        (_catalog, _state, _live, _generations, _settings, _clock) = (catalog, state, live, generations, settings, clock);
        _ids = new RecommendationIds(clock, settings.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        _ladder = new Ladder(settings, live.Settings.Weights, clock);
        _explanation = new Explanation(settings, catalog);
        _cold = new ColdItems(catalog, generations, settings.ColdItems);
    }

    /// <summary>Answers one question.</summary>
    /// <returns><see cref="RecommendOutcome.Refused"/> only where the question itself is at fault.</returns>
    public async ValueTask<RecommendOutcome> RecommendAsync(RecommendationRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var deadline = new Deadline(_clock, request.Deadline);
        if (RequestRules.FaultOf(request) is { } fault)
        {
            return fault;
        }

        using var span = AttuneTelemetry.Traces.StartActivity("recommend");
        var compiled = request.Filter is { } text ? _catalog.Snapshot.Compile(text) : null;
        if (compiled is FilterOutcome.Refused refused)
        {
            return RequestRules.Refuse(request.Filter!, refused.Fault);
        }

        if (!_live.Watermark.Reaches(request.After))
        {
            using var stage = new Stage(_clock, "wait");
            await _live.WaitAsync(request.After, deadline.Left * WaitShare, cancellation);
        }

        // Before the profile: what the answer claims to know, it knows.
        var watermark = _live.Watermark;
        var (profile, list) = await ReadAsync(request, deadline, cancellation);
        using var lease = _generations.Acquire();
        var answer = Answer(request, profile, list, lease?.Generation, (compiled as FilterOutcome.Compiled)?.Filter, deadline);
        answer = answer with { Watermark = watermark, Took = deadline.Taken };
        AttuneTelemetry.Recommend.Record(
            answer.Took.TotalSeconds,
            new KeyValuePair<string, object?>("rung", RungName(answer.Rung)),
            new KeyValuePair<string, object?>("scenario", request.Scenario));
        span?.SetTag("rung", RungName(answer.Rung));
        return new RecommendOutcome.Answered(answer);
    }

    async ValueTask<(Profile Profile, PrecomputedList? List)> ReadAsync(
        RecommendationRequest request, Deadline deadline, CancellationToken cancellation)
    {
        var key = request.User is { } user ? ProfileKey.Of(user)
            : request.Session is { } session ? ProfileKey.Of(session) : (ProfileKey?)null;
        if (key is null)
        {
            return (Profile.Empty, null);
        }

        using var stage = new Stage(_clock, "profile");
        try
        {
            var reading = _state.GetAsync(
                [new StateKey(StateKind.Profile, key.Value.Value), new StateKey(StateKind.List, key.Value.Value)], cancellation);
            var left = deadline.Left * ReadShare;
            var values = reading.IsCompleted
                ? await reading
                : await reading.AsTask().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellation);
            return (
                values[0] is { } profile ? ProfileCodec.Decode(profile) : Profile.Empty,
                values[1] is { } list ? PrecomputedList.Decode(list) : null);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // State that is late, down or damaged costs the answer its rung, not its being.
            stage.Fail(fault);
            return (Profile.Empty, null);
        }
    }

    Recommendation Answer(
        RecommendationRequest request,
        Profile profile,
        PrecomputedList? list,
        Generation? generation,
        CompiledFilter? filter,
        Deadline deadline)
    {
        var now = EventTime.Now(_clock);
        var catalog = _catalog.Snapshot;
        var (id, chance) = _ids.Next();
        var question = new Question
        {
            Request = request,
            Profile = WithOwnEvents(profile, request, now),
            List = list,
            Item = request.Item is { } item && _catalog.TryGetOrdinal(item, out var ordinal) ? ordinal : -1,
            Exclude = Ordinals(request.Exclude),
            Generation = generation,
            Cold = _cold.Of(generation),
            Weights = SourceWeights.Of(_settings, generation?.Manifest.Weights),
            Overlay = _live.Overlay,
            Catalog = catalog,
            Within = filter is null ? catalog.Listed : catalog.Evaluate(filter, new FilterContext(now)),
            Now = now,
            Deadline = deadline,
            Chance = chance,
        };
        var scratch = Scratch.OfThread;
        var (rung, count) = _ladder.Climb(question, scratch);
        using var stage = new Stage(_clock, "write");
        return new Recommendation
        {
            RecommendationId = id,
            Items = Slate.Write(question, scratch, count, _catalog, request.Explain ? _explanation : null),
            Generation = generation?.Manifest.Number ?? 0,
            Watermark = LogToken.None,
            Rung = rung,
            Took = TimeSpan.Zero,
        };
    }

    Profile WithOwnEvents(Profile profile, RecommendationRequest request, EventTime now)
    {
        if (request.Events.Count == 0)
        {
            return profile;
        }

        var interactions = new List<Interaction>(request.Events.Count);
        var exclusions = new List<Exclusion>();
        foreach (var happened in request.Events)
        {
            if (!_catalog.TryGetOrdinal(happened.Item, out var item))
            {
                continue;
            }

            if (_live.Fold.TryInteract(happened.Type, happened.Value, item, happened.Time ?? now, -1, out var interaction))
            {
                interactions.Add(interaction);
            }

            if (EventWeights.Excludes(happened.Type))
            {
                exclusions.Add(new Exclusion(item, happened.Type.Code));
            }
        }

        return _live.Fold.With(profile, interactions.ToArray(), exclusions.ToArray());
    }

    int[] Ordinals(IReadOnlyList<ItemId> items)
    {
        if (items.Count == 0)
        {
            return [];
        }

        var ordinals = new int[items.Count];
        for (var i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = _catalog.TryGetOrdinal(items[i], out var ordinal) ? ordinal : -1;
        }

        return ordinals;
    }

    static string RungName(Rung rung) => rung switch
    {
        Rung.Full => "full",
        Rung.Unranked => "unranked",
        Rung.Precomputed => "precomputed",
        Rung.Trending => "trending",
        _ => "popular",
    };
}
