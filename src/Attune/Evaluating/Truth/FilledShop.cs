using Attune.Catalog;
using Attune.Evaluating.Replaying;
using Attune.Events;
using Attune.Operating;
using Attune.Operating.Jobs;
using Attune.Recommending;
using Attune.Recommending.Scenarios;
using Attune.Simulating;

namespace Attune.Evaluating.Truth;

/// <summary>A simulated shop inside an engine: items and history given, a generation trained, simulated time in force.</summary>
/// <param name="engine">Empty at the start; opened with <paramref name="clock"/>, without a schedule. Stays the caller's.</param>
/// <param name="shop">What is true.</param>
/// <param name="clock">The clock of the engine.</param>
public sealed class FilledShop(Workspace engine, ShopSimulator shop, ReplayClock clock)
{
    const int Batch = EventLimits.BatchEvents;

    readonly Dictionary<UserId, HashSet<ItemId>> _bought = [];
    LogToken _heard;

    /// <summary>What is true.</summary>
    public ShopSimulator Shop => shop;

    /// <summary>Simulated time.</summary>
    public EventTime Now => EventTime.Now(clock);

    /// <summary>Puts the items launched by the end of the history, sends the history and trains.</summary>
    /// <param name="strangers">Shoppers whose events the engine is not told.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The events sent.</returns>
    public async Task<IReadOnlyList<UserEvent>> FillAsync(IReadOnlySet<UserId> strangers, CancellationToken cancellation)
    {
        clock.MoveTo(shop.HistoryStart);
        await ListAsync([.. shop.Items.Where(item => item.LaunchedAt <= shop.HistoryEnd)], cancellation);
        var history = shop.History().Where(happened => happened.User is not { } user || !strangers.Contains(user)).ToList();
        foreach (var batch in history.Chunk(Batch))
        {
            await TellAsync(batch, cancellation);
        }

        await TrainAsync(cancellation);
        return history;
    }

    /// <summary>Trains a generation on everything told so far.</summary>
    public async Task TrainAsync(CancellationToken cancellation)
    {
        await engine.Archiver.CatchUpAsync(cancellation);
        if (await engine.StartTraining().Completion is { State: not JobState.Done } ended)
        {
            throw new InvalidOperationException($"The training ended {ended.State}: {ended.Outcome}");
        }
    }

    /// <summary>Puts items into the catalog.</summary>
    public async Task ListAsync(IReadOnlyList<SimulatedItem> items, CancellationToken cancellation) => await engine.Catalog.WriteAsync(
        [.. items.Select(item => PropertyWrite.Put(item.Id.Value, item.PropertiesJson))], cancellation);

    /// <summary>Sends events, oldest first; simulated time moves on to the last of them.</summary>
    public async Task TellAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0)
        {
            return;
        }

        clock.MoveTo(events[^1].Time);
        foreach (var happened in events)
        {
            if (happened is { User: { } user, Item: { } item } && EventWeights.Excludes(happened.Type))
            {
                _bought.TryAdd(user, []);
                _bought[user].Add(item);
            }
        }

        var rows = events.Select(happened => new ParsedRow(happened, null, IsNamed: false)).ToList();
        _heard = await engine.Ingest.AcceptAsync(rows, cancellation) is IngestOutcome.Answered answered
            ? answered.Token
            : throw new InvalidOperationException("The scratch log took no more events.");
    }

    /// <summary>The engine's answer, which knows everything told before; only what is in stock.</summary>
    public Task<Recommendation> AskAsync(UserId user, int count, CancellationToken cancellation) => AskAsync(user, null, count, cancellation);

    /// <summary>The engine's answer for a user, or for a visit of somebody unknown; one of the two is given.</summary>
    public async Task<Recommendation> AskAsync(UserId? user, SessionId? session, int count, CancellationToken cancellation)
    {
        var request = new RecommendationRequest
        {
            User = user,
            Session = user is null ? session : null,
            Count = count,
            Filter = "item.inStock",
            After = _heard,
            Deadline = RecommendationRequest.MaxDeadline,
        };
        return await engine.Recommender.RecommendAsync(request, cancellation) is RecommendOutcome.Answered { Recommendation: var answer }
            ? answer
            : throw new InvalidOperationException($"The question for '{user}' was refused.");
    }

    /// <summary>Lets simulated time pass.</summary>
    public void MoveTo(EventTime instant) => clock.MoveTo(instant);

    /// <summary>Saves how the engine makes its lists.</summary>
    public async Task FollowAsync(Scenario scenario, CancellationToken cancellation) => await engine.Scenarios.SaveAsync(scenario, null, cancellation);

    /// <summary>What the answer for a shopper is worth now, beside the best list of what they did not buy.</summary>
    public async Task<(double Reward, double Ideal)> MeasureAsync(UserId user, int count, CancellationToken cancellation)
    {
        var answer = await AskAsync(user, count, cancellation);
        return (RewardOf(user, [.. answer.Items.Select(item => item.Item)]), IdealOf(user, count));
    }

    /// <summary>What a list is worth to a shopper now.</summary>
    public double RewardOf(UserId user, IReadOnlyList<ItemId> list) => shop.ExpectedReward(user, list, Now);

    /// <summary>What the best list of what a shopper did not buy is worth now.</summary>
    public double IdealOf(UserId user, int count) => RewardOf(user, shop.IdealList(user, Now, count, BoughtBy(user)));

    /// <summary>What a shopper bought, as the engine was told.</summary>
    public IReadOnlySet<ItemId> BoughtBy(UserId user) => _bought.GetValueOrDefault(user) ?? [];
}
