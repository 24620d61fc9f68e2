using System.Security.Cryptography;
using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Generations;
using Attune.Live;
using Attune.Merging;
using Attune.Operating;
using Attune.Profiles;
using Attune.Recommending.Answers;
using Attune.Recommending.Arranging;
using Attune.Recommending.Blocking;
using Attune.Recommending.Candidates;
using Attune.Recommending.Columns;
using Attune.Recommending.Explaining;
using Attune.Recommending.Exploring;
using Attune.Recommending.Lists;
using Attune.Recommending.Ranking;
using Attune.Recommending.Scenarios;
using Attune.Recommending.Scenarios.Previewing;
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

    /// <summary>What spans call the recommendation they are of.</summary>
    const string IdTag = "attune.recommendation_id";

    readonly ItemCatalog _catalog;
    readonly IStateStore _state;
    readonly LivePath _live;
    readonly GenerationHolder _generations;
    readonly TimeProvider _clock;
    readonly RecommendationIds _ids;
    readonly Ladder _ladder;
    readonly Explanation _explanation;
    readonly QuestionAssembly _questions;

    /// <summary>A recommender over what a workspace holds; it owns none of it.</summary>
    public Recommender(
        ItemCatalog catalog,
        IStateStore state,
        LivePath live,
        GenerationHolder generations,
        RecommendSettings settings,
        TimeProvider clock)
    {
        (_catalog, _state, _live, _generations, _clock) = (catalog, state, live, generations, clock);
        _ids = new RecommendationIds(clock, settings.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        _ladder = new Ladder(settings, live.Settings.Weights, clock);
        _explanation = new Explanation(settings, catalog);
        Journal = new AnswerJournal(settings, catalog, clock);
        Cold = new ColdItems(catalog, generations, settings.ColdItems);
        _questions = new QuestionAssembly(catalog, live, Cold, Scenarios, Contract, Blocks, settings);
    }

    /// <summary>What new items are promised.</summary>
    internal ContractInForce Contract { get; } = new();

    /// <summary>The placements there are.</summary>
    internal ScenarioBook Scenarios { get; } = new();

    /// <summary>The answers given lately.</summary>
    internal AnswerJournal Journal { get; }

    /// <summary>What users have blocked.</summary>
    internal BlockBook Blocks { get; } = new();

    /// <summary>Answers one question.</summary>
    /// <returns><see cref="RecommendOutcome.Refused"/> only where the question itself is at fault.</returns>
    public ValueTask<RecommendOutcome> RecommendAsync(RecommendationRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RequestRules.FaultOf(request) is { } fault ? new(fault) : AskAsync(request, null, null, cancellation);
    }

    /// <summary>Prepares to answer a question that was asked before, by any scenarios: nothing of it is kept, counted or learned from.</summary>
    /// <param name="request">Without faults.</param>
    /// <param name="scenario">The placement it is taken to be for.</param>
    /// <param name="generation">The model; null for none. Mapped for as long as the rehearsal answers.</param>
    /// <param name="chance">What is left to chance, the same in all answers.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async ValueTask<Rehearsal> RehearseAsync(
        RecommendationRequest request, string scenario, Generation? generation, ulong chance, CancellationToken cancellation)
    {
        // What there was no time for must not look like what the scenario left out.
        var asked = request with { Scenario = scenario, Deadline = RecommendationRequest.MaxDeadline, Explain = false, Recorded = false };
        ValueTask<(Profile Profile, PrecomputedList? List)> reading;
        using (Stage.Silence())
        {
            reading = ReadAsync(asked, new Deadline(_clock, asked.Deadline), cancellation);
        }

        var known = await reading;
        var user = asked.User is { } asking && _catalog.Users is { } users ? await users.PropertiesAsync(asking, cancellation) : null;
        var now = EventTime.Now(_clock);
        var filter = asked.Filter is { } text ? (_catalog.Snapshot.Compile(text) as FilterOutcome.Compiled)?.Filter : null;
        return new Rehearsal(asked, (again, by) =>
        {
            using var silence = Stage.Silence();
            var question = _questions.Assemble(again, known, generation, filter, now, new Deadline(_clock, again.Deadline), chance, by, user);
            return new RehearsedList(Answer(question, "", LogToken.None, null).Items, question.Count);
        });
    }

    /// <summary>Answers by a generation that need not be in service; nothing of it is kept, counted or learned from.</summary>
    internal ValueTask<RecommendOutcome> RecommendByAsync(RecommendationRequest request, Generation generation, CancellationToken cancellation) =>
        RequestRules.FaultOf(request) is { } fault ? new(fault) : AskAsync(request with { By = generation, Recorded = false }, null, null, cancellation);

    /// <summary>Makes a list of any kind.</summary>
    /// <param name="request">Without faults, but for its filter.</param>
    /// <param name="kind">Which kind; null for recommendations.</param>
    /// <param name="read">Profile and list of who asks, where they were read already.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async ValueTask<RecommendOutcome> AskAsync(
        RecommendationRequest request, IListKind? kind, (Profile Profile, PrecomputedList? List)? read, CancellationToken cancellation)
    {
        var deadline = new Deadline(_clock, request.Deadline);

        using var span = AttuneTelemetry.Traces.StartActivity("recommend");
        var compiled = request.Filter is { } text ? _catalog.Snapshot.Compile(text) : null;
        if (compiled is FilterOutcome.Refused refused)
        {
            return RequestRules.Refuse(request.Filter!, refused.Fault);
        }

        var columns = ComputedColumns.Compile(_catalog.Snapshot, request.Columns, out var refusal);
        if (refusal is not null)
        {
            return refusal;
        }

        await WaitAsync(request.After, deadline, cancellation);

        // Before the profile: what the answer claims to know, it knows.
        var watermark = _live.Watermark;
        var known = read ?? await ReadAsync(request, deadline, cancellation);
        if (request.By is not null)
        {
            // What was made ahead was made by the generation in service.
            known = (known.Profile, null);
        }

        if (request.Without.Count > 0)
        {
            if (UndoneEvents.Without(known.Profile, request.Without, out var missing) is not { } undone)
            {
                return new RecommendOutcome.Refused("without", missing.ToString(), "The place of one of the user's last events, as an explanation names it.");
            }

            // The list made in advance knows the events; so the answer is made without it, and is no answer to go back to.
            (known, request) = ((undone, null), request with { Recorded = false });
        }

        var filter = (compiled as FilterOutcome.Compiled)?.Filter;
        var user = _questions.UsesUser(request, filter) || columns is { UsesUser: true }
            ? await AskingUser.ReadAsync(_catalog.Users, request.User, deadline.Left * ReadShare, _clock, cancellation)
            : null;
        using var lease = _generations.Acquire();
        var (id, chance) = _ids.Next();
        // Also on the request's own span: what is logged while the answer is made, and of it later, names it.
        span?.SetTag(IdTag, id);
        span?.Parent?.SetTag(IdTag, id);
        var question = _questions.Assemble(request, known, lease?.Generation, filter, EventTime.Now(_clock), deadline, chance, user: user);
        question = columns is null ? question : question with { Columns = columns };
        var answer = Answer(question, id, watermark, kind);
        AttuneTelemetry.Recommend.Record(
            answer.Took.TotalSeconds,
            new KeyValuePair<string, object?>("rung", RungName(answer.Rung)),
            new KeyValuePair<string, object?>("scenario", ScenarioLabel(request.Scenario)));
        span?.SetTag("rung", RungName(answer.Rung));
        return new RecommendOutcome.Answered(answer);
    }

    /// <summary>The items the generation does not know, placed by their properties.</summary>
    internal ColdItems Cold { get; }

    /// <summary>Makes the places of an answer again, from what was kept of it.</summary>
    /// <param name="record">The answer.</param>
    /// <param name="generation">The generation it was made with; null where there was none.</param>
    /// <param name="scenario">The scenario it followed, in its version.</param>
    /// <param name="user">What the application says of who asked; null where that is nothing.</param>
    internal Slot[] MakeAgain(
        AnswerRecord record, Generation? generation, CompiledScenario scenario, IReadOnlyDictionary<string, PropertyValue>? user)
    {
        var kept = record.Inputs;
        var question = _questions.Assemble(
            record.Request with { Filter = null, Events = [] },
            (ProfileCodec.Decode(kept.Profile), null),
            generation,
            null,
            record.Time,
            new Deadline(_clock, RecommendationRequest.MaxDeadline),
            kept.Chance,
            scenario,
            user) with
        {
            Count = kept.Count,
            Relation = kept.Relation,
        };
        var scratch = Scratch.OfThread;

        // Counted first: climbing may put a longer slate in the place of this thread's own.
        var count = _ladder.ClimbAgain(question, kept, scratch);
        return scratch.Slate.AsSpan(0, count).ToArray();
    }

    /// <summary>By what time passes.</summary>
    internal TimeProvider Clock => _clock;

    /// <summary>The place up to which every answer knows the log.</summary>
    internal LogToken Watermark => _live.Watermark;

    /// <summary>The half-lives at which what trends is counted, ascending.</summary>
    internal IReadOnlyList<TimeSpan> HalfLives => _live.Settings.TrendingHalfLives;

    /// <summary>A profile's items and what each interaction says now.</summary>
    internal IReadOnlyList<(int Item, float Strength)> Strengths(Profile profile)
    {
        var (faded, attention) = (new float[profile.Recent.Length], new float[profile.Recent.Length]);
        Signal.Measure(profile.Recent, _live.Settings.Weights, 1, faded, attention);
        var strengths = new (int, float)[faded.Length];
        for (var n = 0; n < faded.Length; n++)
        {
            strengths[n] = (profile.Recent[n].Item, faded[n]);
        }

        return strengths;
    }

    /// <summary>The item of an ordinal.</summary>
    internal ItemId IdOf(int ordinal) => _catalog.IdOf(ordinal);

    /// <summary>Compiles a filter for the catalog as it stands.</summary>
    internal FilterOutcome Compile(string filter) => _catalog.Snapshot.Compile(filter);

    /// <summary>Waits for a place of the log, for a part of what is left of the time.</summary>
    internal async ValueTask WaitAsync(LogToken after, Deadline deadline, CancellationToken cancellation)
    {
        if (!_live.Watermark.Reaches(after))
        {
            using var stage = new Stage(_clock, "wait");
            await _live.WaitAsync(after, deadline.Left * WaitShare, cancellation);
        }
    }

    /// <summary>What is known of who asks; nothing where the state is late, down or damaged.</summary>
    internal async ValueTask<(Profile Profile, PrecomputedList? List)> ReadAsync(
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
                [new(StateKind.Profile, key.Value.Value), new(StateKind.List, key.Value.Value), new(StateKind.Alias, key.Value.Value)], cancellation);
            var left = deadline.Left * ReadShare;
            var values = reading.IsCompleted
                ? await reading
                : await reading.AsTask().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellation);
            if (values[2] is not null)
            {
                var owner = await new Aliases(_state).ResolveAsync(key.Value, cancellation);
                values = await _state.GetAsync([new(StateKind.Profile, owner.Value), new(StateKind.List, owner.Value)], cancellation);
            }

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

    Recommendation Answer(Question question, string id, LogToken watermark, IListKind? kind)
    {
        var scratch = Scratch.OfThread;
        var (rung, count) = kind is null ? _ladder.Climb(question, scratch) : _ladder.Make(kind, question, scratch);
        using var stage = new Stage(_clock, "write");
        if (kind is null)
        {
            ShownLists.Keep(question, id, scratch, count);
        }

        var answer = new Recommendation
        {
            RecommendationId = id,
            Items = Slate.Write(question, scratch, count, _catalog, question.Request.Explain && kind is null ? _explanation : null, kind?.Reason),
            Left = GivenItems.Left(question, scratch, count),
            Generation = question.Generation?.Manifest.Number ?? 0,
            Watermark = watermark,
            Rung = rung,
            Took = question.Deadline.Taken,
        };
        using var recording = new Stage(_clock, "record");
        Journal.Record(question, scratch, answer, kind?.Reason);
        return answer;
    }

    // Only names that were saved: whatever a caller writes must not become a series of its own.
    string ScenarioLabel(string name) => Scenarios.Has(name) ? name : Scenario.DefaultName;

    static string RungName(Rung rung) => rung switch
    {
        Rung.Full => "full",
        Rung.Unranked => "unranked",
        Rung.Precomputed => "precomputed",
        Rung.Trending => "trending",
        _ => "popular",
    };
}
