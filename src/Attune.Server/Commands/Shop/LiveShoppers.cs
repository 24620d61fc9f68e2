using Attune.Client;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Simulating;

namespace Attune.Server.Commands.Shop;

/// <summary>Shoppers who arrive one after another, are shown recommendations, and do what their taste and the places of the list make them do.</summary>
sealed class LiveShoppers(AttuneClient client, ShopSimulator shop, TimeProvider clock)
{
    const int ListLength = 6;

    long _events;
    long _lists;
    long _clicks;
    long _purchases;

    /// <summary>What has happened since the start.</summary>
    public (long Events, long Lists, long Clicks, long Purchases) Totals =>
        (Interlocked.Read(ref _events), Interlocked.Read(ref _lists), Interlocked.Read(ref _clicks), Interlocked.Read(ref _purchases));

    /// <summary>Visits at a rate, each played through at once, until cancelled.</summary>
    public async Task RunAsync(double visitsPerSecond, CancellationToken cancellation)
    {
        var between = TimeSpan.FromSeconds(1 / visitsPerSecond);
        var launched = EventTime.Now(clock);
        while (!cancellation.IsCancellationRequested)
        {
            var now = EventTime.Now(clock);
            var arrivals = shop.Items.Where(item => item.LaunchedAt > launched && item.LaunchedAt <= now).ToList();
            if (arrivals.Count > 0)
            {
                await ShopFilling.AddItemsAsync(client, arrivals, progress: null, cancellation);
            }

            launched = now;
            await PlayAsync(shop.NextVisit(now), cancellation);
            await Task.Delay(between, clock, cancellation);
        }
    }

    async Task PlayAsync(ShopperVisit visit, CancellationToken cancellation)
    {
        await foreach (var happened in ShopSimulator.PlayAsync(visit, ShowAsync, cancellation))
        {
            // It happens when it is told: the minutes that a visit takes, played at once, would lie ahead of every clock.
            await client.SendEventAsync(EventRows.Of(happened) with { Timestamp = null }, cancellation);
            Interlocked.Increment(ref _events);
            Count(happened);
        }
    }

    void Count(UserEvent happened)
    {
        if (happened.RecommendationId is null)
        {
            return;
        }

        if (happened.Type == EventType.Click)
        {
            Interlocked.Increment(ref _clicks);
        }
        else if (happened.Type == EventType.Purchase)
        {
            Interlocked.Increment(ref _purchases);
        }
    }

    async ValueTask<ShownList> ShowAsync(ShopperVisit visit, CancellationToken cancellation)
    {
        var answer = await client.RecommendAsync(
            new RecommendationQuestion
            {
                UserId = visit.IsAnonymous ? null : visit.User.Value,
                SessionId = visit.Session.Value,
                Count = ListLength,
            },
            cancellation);
        Interlocked.Increment(ref _lists);
        return new ShownList([.. answer.Items.Select(item => new ItemId(item.Id))], answer.RecommendationId);
    }
}
