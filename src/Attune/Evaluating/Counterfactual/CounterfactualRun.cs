using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Live;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Recommending;
using Attune.Recommending.Scenarios;

namespace Attune.Evaluating.Counterfactual;

/// <summary>
/// Lets an engine learn from lists that a policy of known chances showed to the users of a real stream, in its order, and asks all
/// along what lists in other orders would have been worth.
/// </summary>
/// <remarks>
/// <para><b>From events to outcomes</b> (Dudík, Langford, Li, "Doubly Robust Policy Evaluation and Learning", ICML 2011): who takes up an item
/// soon after is taken to have clicked it wherever a list showed it, and nothing else. So the worth of every list is known.</para>
/// <para><b>What is learned</b> comes only from the logged list: its impressions at once, a click just before the user's own event on
/// something it showed. It goes through log, live path and ranker like any outcome; no later event is known to anything beforehand.</para>
/// <para><b>Candidates</b> are the best of the blend, the same for all.</para>
/// </remarks>
/// <param name="engine">Empty at the start; opened with <paramref name="clock"/>, without a schedule.</param>
/// <param name="clock">The clock of the engine.</param>
/// <param name="settings">How.</param>
/// <param name="tallies">Where it is added up; the same for several seeds.</param>
public sealed class CounterfactualRun(Workspace engine, ReplayClock clock, CounterfactualSettings settings, CounterfactualTallies tallies)
{
    const string Blend = "counterfactual-blend", Ranked = "counterfactual-ranked", Explored = "counterfactual-explored";

    readonly LoggingPolicy _log = new(settings.Random, settings.Seed);
    readonly Dictionary<int, List<UserEvent>> _clicks = [];
    readonly List<UserEvent> _unheard = [];
    LogToken _heard;
    int _lists;

    /// <summary>Plays all of it.</summary>
    /// <param name="events">In their order.</param>
    /// <param name="played">Told how many events have been played.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="InvalidOperationException">Nothing can be asked: the stream is too short, or nobody in it is known.</exception>
    public async Task RunAsync(IReadOnlyList<UserEvent> events, Action<int>? played, CancellationToken cancellation)
    {
        if (settings.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults));
        }

        var questions = FollowedEvents.Find(events, new EventWeights(), settings);
        if (questions.Count == 0)
        {
            throw new InvalidOperationException($"A stream of {events.Count} events asks nothing after a warm-up of {settings.WarmUp}.");
        }

        await SaveAsync(new Scenario { Name = Blend, Ranker = false, NewItemShare = 0 }, cancellation);
        await SaveAsync(new Scenario { Name = Ranked, NewItemShare = 0 }, cancellation);
        await SaveAsync(new Scenario { Name = Explored, NewItemShare = 0, Exploration = settings.Exploration }, cancellation);
        var (next, trained) = (0, 0);
        for (var at = 0; at < events.Count; at++)
        {
            if (at == settings.WarmUp || (at > settings.WarmUp && (at - settings.WarmUp) % settings.RetrainEvery == 0))
            {
                await TrainAsync(cancellation);
                trained++;
            }

            if (trained > 0 && next < questions.Count && questions[next].At == at)
            {
                await TellAsync(cancellation);
                clock.MoveTo(events[at].Time);
                await AskAsync(events, questions[next], isLate: next >= questions.Count / 2, cancellation);
                next++;
                played?.Invoke(at);
            }

            if (_clicks.Remove(at, out var clicks))
            {
                // What happens is heard when the last of a batch has happened: a click must not wait until its window is over.
                await TellAsync(cancellation);
                _unheard.AddRange(clicks);
                await TellAsync(cancellation);
            }

            _unheard.Add(events[at]);
            if (_unheard.Count >= EventLimits.BatchEvents / 2)
            {
                await TellAsync(cancellation);
            }
        }
    }

    async Task AskAsync(IReadOnlyList<UserEvent> events, FollowedQuestion question, bool isLate, CancellationToken cancellation)
    {
        var user = events[question.At].User!.Value;
        var found = await AnswerAsync(user, Blend, [], settings.Candidates, recorded: false, cancellation);
        if (found.Items.Count < 2)
        {
            return;
        }

        // Asked again for these alone, so that all lists are made of what the sources say of the same items.
        ItemId[] among = [.. found.Items.Select(item => item.Item)];
        ItemId[] candidates = [.. (await AnswerAsync(user, Blend, among, among.Length, recorded: false, cancellation)).Items.Select(item => item.Item)];
        var ranked = await AnswerAsync(user, Ranked, candidates, candidates.Length, recorded: true, cancellation);
        var exploring = new List<int[]>();
        for (var draw = 0; draw < settings.Draws; draw++)
        {
            exploring.Add(PlacesOf(await AnswerAsync(user, Explored, candidates, settings.Places, recorded: false, cancellation), candidates));
        }

        var logged = _log.Draw(candidates.Length, settings.Places);
        var wanted = question.Wanted.Select(at => events[at].Item!.Value).ToHashSet();
        double[] propensity = [.. logged.Shown.Select((shown, place) => _log.PropensityOf(shown, place, candidates.Length))];
        tallies.Add(
            tallies.GroupOf(user),
            isLate,
            new ListsOfPolicies([Enumerable.Range(0, Math.Min(settings.Places, candidates.Length)).ToArray()], [PlacesOf(ranked, candidates)], exploring),
            logged,
            propensity,
            [.. candidates.Select(wanted.Contains)]);
        Show(ranked, [.. logged.Shown.Select(shown => candidates[shown])], events, question);
        await TellAsync(cancellation);
    }

    // The list of the log stands in the place of the one the engine made, with the features each item had then.
    void Show(Recommendation ranked, ItemId[] shown, IReadOnlyList<UserEvent> events, FollowedQuestion question)
    {
        var answers = engine.Live.Overlay.Outcomes.Shown;
        if (!answers.TryClaim(ranked.RecommendationId, out var made))
        {
            throw new InvalidOperationException($"The answer '{ranked.RecommendationId}' was forgotten before anything came of it.");
        }

        var (items, features) = (new int[shown.Length], new float[shown.Length * OutcomeFeatures.Count]);
        for (var place = 0; place < shown.Length; place++)
        {
            var from = IndexOf(ranked, shown[place]);
            items[place] = made.Items[from];
            var into = features.AsSpan(place * OutcomeFeatures.Count, OutcomeFeatures.Count);
            made.FeaturesAt(from).CopyTo(into);
            into[OutcomeFeatures.Position] = MathF.Log(place + 1);
        }

        answers.Keep(new ShownAnswer(made.Id, made.At, items, features, new float[shown.Length]));
        var asked = events[question.At];
        _lists++;
        _unheard.AddRange(shown.Select((item, place) => Outcome(EventType.Impression, asked, item, place)));
        foreach (var at in question.Wanted.DistinctBy(at => events[at].Item!.Value))
        {
            if (shown.IndexOf(events[at].Item!.Value) is >= 0 and var place)
            {
                _clicks.TryAdd(at, []);
                _clicks[at].Add(Outcome(EventType.Click, events[at], shown[place], place));
            }
        }

        UserEvent Outcome(EventType type, UserEvent of, ItemId item, int place) => new()
        {
            EventId = $"counterfactual-{_lists}-{place}-{type.Name}",
            Type = type,
            User = of.User,
            Item = item,
            Time = of.Time,
            RecommendationId = made.Id,
        };
    }

    int[] PlacesOf(Recommendation answer, ItemId[] candidates) =>
        [.. answer.Items.Take(settings.Places).Select(item => candidates.IndexOf(item.Item))];

    static int IndexOf(Recommendation answer, ItemId item)
    {
        for (var place = 0; place < answer.Items.Count; place++)
        {
            if (answer.Items[place].Item == item)
            {
                return place;
            }
        }

        throw new InvalidOperationException($"The answer of {answer.Items.Count} items has no '{item}', which it was to be made of.");
    }

    async Task<Recommendation> AnswerAsync(UserId user, string scenario, ItemId[] among, int count, bool recorded, CancellationToken cancellation)
    {
        var request = new RecommendationRequest
        {
            User = user,
            Scenario = scenario,
            Include = among,
            Count = count,
            After = _heard,
            Deadline = RecommendationRequest.MaxDeadline,
            Recorded = recorded,
        };
        return await engine.Recommender.RecommendAsync(request, cancellation) is RecommendOutcome.Answered { Recommendation: var answer }
            ? answer
            : throw new InvalidOperationException($"The question for '{user}' was refused.");
    }

    async Task SaveAsync(Scenario scenario, CancellationToken cancellation)
    {
        if (await engine.Scenarios.SaveAsync(scenario, null, cancellation) is not ScenarioOutcome.Saved)
        {
            throw new InvalidOperationException($"The scenario '{scenario.Name}' was refused.");
        }
    }

    async Task TrainAsync(CancellationToken cancellation)
    {
        await TellAsync(cancellation);
        await engine.Archiver.CatchUpAsync(cancellation);
        if (await engine.StartTraining().Completion is { State: not JobState.Done } ended)
        {
            throw new InvalidOperationException($"A training of the run ended {ended.State}: {ended.Outcome}");
        }
    }

    async Task TellAsync(CancellationToken cancellation)
    {
        foreach (var batch in _unheard.Chunk(EventLimits.BatchEvents))
        {
            clock.MoveTo(batch[^1].Time);
            var rows = batch.Select(happened => new ParsedRow(happened, null, IsNamed: false)).ToList();
            _heard = await engine.Ingest.AcceptAsync(rows, cancellation) is IngestOutcome.Answered answered
                ? answered.Token
                : throw new InvalidOperationException("The run's scratch log took no more events.");
        }

        _unheard.Clear();
    }
}
