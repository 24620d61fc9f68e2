using Attune.Events;
using Attune.Learning.Evaluation;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Recommending;

namespace Attune.Evaluating.Replaying;

/// <summary>
/// Replays a stream through two engines that differ in one thing: one hears every event, the other only what came before the
/// last training. What the first hits more often is what living in the stream is worth.
/// </summary>
/// <param name="live">Hears everything. Empty at the start; opened with <paramref name="clock"/>, without a schedule.</param>
/// <param name="frozen">Hears what was before the last training. The same settings as the other, so the same generations.</param>
/// <param name="clock">The clock of both.</param>
/// <param name="settings">How.</param>
public sealed class ReplayRun(Workspace live, Workspace frozen, ReplayClock clock, ReplaySettings settings)
{
    const int StepEvents = 1_000;
    const long VisitMicros = 30 * 60 * EventTime.MicrosPerSecond;

    readonly HashSet<(string User, string Item)> _bought = [];
    readonly Dictionary<string, EventTime> _lastPurchase = [];
    readonly List<UserEvent> _unheard = [];
    readonly List<ReplayStep> _steps = [];
    readonly List<double> _liveHits = [];
    readonly List<double> _frozenHits = [];
    readonly List<bool> _opensVisit = [];
    readonly EventWeights _weights = new();
    LogToken _heard;
    long _events;
    int _trainings;

    /// <summary>Replays all of it.</summary>
    /// <param name="events">In their order.</param>
    /// <param name="replayed">Told how many events have been replayed.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ReplayReport> RunAsync(
        IAsyncEnumerable<UserEvent> events, Action<long>? replayed, CancellationToken cancellation)
    {
        var step = new List<UserEvent>(StepEvents);
        await foreach (var happened in events.WithCancellation(cancellation))
        {
            step.Add(happened);
            if (step.Count == StepEvents)
            {
                await PlayAsync(step, cancellation);
                step.Clear();
                replayed?.Invoke(_events);
            }
        }

        await PlayAsync(step, cancellation);
        return Report();
    }

    async Task PlayAsync(List<UserEvent> step, CancellationToken cancellation)
    {
        if (_events >= settings.WarmUp && (_trainings == 0 || (_events - settings.WarmUp) % settings.RetrainEvery < StepEvents))
        {
            await TrainAsync(cancellation);
        }

        var asked = Questions(step);
        var (liveHits, frozenHits, told) = (0, 0, 0);
        foreach (var question in asked)
        {
            await TellAsync(live, [.. step[told..question.At]], cancellation);
            told = question.At;
            var (byLive, byFrozen) = await AskAsync(step[question.At], cancellation);
            _opensVisit.Add(question.OpensVisit);
            liveHits += byLive ? 1 : 0;
            frozenHits += byFrozen ? 1 : 0;
        }

        await TellAsync(live, [.. step[told..]], cancellation);
        _unheard.AddRange(step);
        _events += step.Count;
        if (asked.Count > 0)
        {
            _steps.Add(new ReplayStep(_events, asked.Count, liveHits, frozenHits));
        }
    }

    // Both begin from the same events, so that they publish the same generation.
    async Task TrainAsync(CancellationToken cancellation)
    {
        foreach (var batch in _unheard.Chunk(EventLimits.BatchEvents))
        {
            await TellAsync(frozen, batch, cancellation);
        }

        _unheard.Clear();
        foreach (var workspace in (Workspace[])[live, frozen])
        {
            await workspace.Archiver.CatchUpAsync(cancellation);
            if (await workspace.StartTraining().Completion is { State: not JobState.Done } ended)
            {
                throw new InvalidOperationException($"A training of the replay ended {ended.State}: {ended.Outcome}");
            }

            await workspace.Live.WaitAsync(workspace.LogEnd, TimeSpan.FromMinutes(1), cancellation);
        }

        _trainings++;
    }

    // What of the step is asked about: a known user and, without repeats, a purchase of an item they have not bought before. One with nothing
    // such by the same user in the half hour before opens a visit: there, what else is in the basket cannot help.
    List<(int At, bool OpensVisit)> Questions(List<UserEvent> step)
    {
        var fit = new List<(int At, bool OpensVisit)>();
        for (var at = 0; at < step.Count; at++)
        {
            var happened = step[at];
            if (!IsAskedAbout(happened) || happened is not { User: { } user, Item: { } item })
            {
                continue;
            }

            var opens = !_lastPurchase.TryGetValue(user.Value, out var last) || happened.Time.Micros - last.Micros > VisitMicros;
            _lastPurchase[user.Value] = happened.Time;
            if (settings.Repeats || _bought.Add((user.Value, item.Value)))
            {
                fit.Add((at, opens));
            }
        }

        return _trainings == 0 ? []
            : fit.Count <= settings.AskedOfThousand ? fit
            : [.. Enumerable.Range(0, settings.AskedOfThousand).Select(n => fit[(int)((long)n * fit.Count / settings.AskedOfThousand)])];
    }

    bool IsAskedAbout(UserEvent happened) =>
        settings.Repeats ? _weights.Strength(happened.Type, happened.Value) > 0 : happened.Type == EventType.Purchase;

    async Task TellAsync(Workspace workspace, UserEvent[] events, CancellationToken cancellation)
    {
        if (events.Length == 0)
        {
            return;
        }

        clock.MoveTo(events[^1].Time);
        var rows = events.Select(happened => new ParsedRow(happened, null, IsNamed: false)).ToList();
        if (await workspace.Ingest.AcceptAsync(rows, cancellation) is not IngestOutcome.Answered answered)
        {
            throw new InvalidOperationException("The replay's scratch log took no more events.");
        }

        if (ReferenceEquals(workspace, live))
        {
            _heard = answered.Token;
        }
    }

    async Task<(bool Live, bool Frozen)> AskAsync(UserEvent next, CancellationToken cancellation)
    {
        var request = new RecommendationRequest { User = next.User, Count = settings.K, Deadline = RecommendationRequest.MaxDeadline };
        var byLive = await HitsAsync(live, request with { After = _heard }, next.Item!.Value, cancellation);
        var byFrozen = await HitsAsync(frozen, request, next.Item!.Value, cancellation);
        _liveHits.Add(byLive ? 1 : 0);
        _frozenHits.Add(byFrozen ? 1 : 0);
        return (byLive, byFrozen);
    }

    static async Task<bool> HitsAsync(Workspace workspace, RecommendationRequest request, ItemId wanted, CancellationToken cancellation) =>
        await workspace.Recommender.RecommendAsync(request, cancellation) is RecommendOutcome.Answered { Recommendation: var answer }
        && answer.Items.Any(item => item.Item == wanted);

    ReplayReport Report()
    {
        if (_liveHits.Count == 0)
        {
            throw new InvalidOperationException(
                $"The replay of {_events} events asked nothing: it needs more than {settings.WarmUp} events, and {(settings.Repeats ? "known users" : "purchases")} among them.");
        }

        int[] all = [.. Enumerable.Range(0, _liveHits.Count)];
        return new ReplayReport
        {
            Events = _events,
            Trainings = _trainings,
            K = settings.K,
            Repeats = settings.Repeats,
            All = Part(all),
            SecondHalf = Part(all[(all.Length / 2)..]),
            OpeningVisits = Part([.. all.Where(question => _opensVisit[question])]),
            Steps = _steps,
        };
    }

    ReplayPart? Part(int[] questions)
    {
        if (questions.Length == 0)
        {
            return null;
        }

        const int resamples = 1_000;
        var byLive = Array.ConvertAll(questions, question => _liveHits[question]);
        var byFrozen = Array.ConvertAll(questions, question => _frozenHits[question]);
        return new ReplayPart(
            questions.Length,
            Bootstrap.Mean(byLive, [], resamples, settings.Seed),
            Bootstrap.Mean(byFrozen, [], resamples, settings.Seed),
            Bootstrap.Difference(byLive, byFrozen, [], resamples, settings.Seed));
    }
}
