using Attune.Events;
using Attune.Simulating;

namespace Attune.Evaluating.Truth;

/// <summary>Holds an engine against the simulator: how near its lists come to the best there could have been.</summary>
/// <param name="filled">The shop in the engine; <see cref="FilledShop.FillAsync"/> is called by the run.</param>
/// <param name="settings">How.</param>
public sealed class TruthRun(FilledShop filled, TruthSettings settings)
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    readonly ShopSimulator _shop = filled.Shop;

    /// <summary>Makes all measurements, one after the other, in simulated time that goes on.</summary>
    public async Task<TruthReport> RunAsync(CancellationToken cancellation)
    {
        var shoppers = _shop.Shoppers.ToList();
        // Both from the busy and the idle; what the strangers did is kept from the engine.
        var step = Math.Max(2, shoppers.Count / settings.Asked);
        var known = shoppers.Where((_, n) => n % step == 0).Take(settings.Asked).ToList();
        var strangers = shoppers.Where((_, n) => n % step == 1).Take(settings.Asked).ToHashSet();
        var history = await filled.FillAsync(strangers, cancellation);

        var asked = new List<(double, double)>();
        foreach (var user in known)
        {
            asked.Add(await filled.MeasureAsync(user, settings.Count, cancellation));
        }

        var popular = TruthRow.Of("the same, by popularity", Same(known, Popular(history)));
        var byChance = TruthRow.Of("the same, by chance", Same(known, ByChance()));
        var launch = await new LaunchTrial(filled, settings).RunAsync(shoppers.Where(user => !strangers.Contains(user)).ToList(), cancellation);
        return new TruthReport(
            TruthRow.Of("known shoppers", asked),
            await InVisitAsync(known, cancellation),
            popular,
            byChance,
            await FollowAsync("newcomers", strangers, inNewTaste: false, cancellation),
            await FollowAsync("taste changed", known, inNewTaste: true, cancellation),
            await ByCartAsync(known, cancellation),
            launch);
    }

    async Task<TruthRow> InVisitAsync(List<UserId> users, CancellationToken cancellation)
    {
        var measured = new List<(double, double)>();
        foreach (var user in users)
        {
            await filled.TellAsync([.. Browsing(user, null).Take(2)], cancellation);
            measured.Add(await filled.MeasureAsync(user, settings.Count, cancellation));
        }

        return TruthRow.Of("the same, two events into a visit", measured);
    }

    async Task<IReadOnlyList<TruthRow>> FollowAsync(string name, IEnumerable<UserId> users, bool inNewTaste, CancellationToken cancellation)
    {
        var measured = settings.Steps.Select(_ => new List<(double, double)>()).ToList();
        foreach (var user in users)
        {
            var loved = inNewTaste ? _shop.ChangeTaste(user, filled.Now) : null;
            var told = 0;
            for (var step = 0; step < settings.Steps.Count; step++)
            {
                var news = Browsing(user, loved).Take(settings.Steps[step] - told).ToList();
                await filled.TellAsync(news, cancellation);
                told = settings.Steps[step];
                measured[step].Add(await filled.MeasureAsync(user, settings.Count, cancellation));
            }
        }

        return [.. measured.Select((step, n) => TruthRow.Of($"{name}, after {settings.Steps[n]} events", step))];
    }

    async Task<TruthRow> ByCartAsync(List<UserId> users, CancellationToken cancellation)
    {
        var measured = new List<(double, double)>();
        foreach (var user in users)
        {
            var loved = _shop.ChangeTaste(user, filled.Now.Plus(Pause));
            var viewed = Browsing(user, loved).First();
            var carted = viewed with { Type = EventType.Cart, EventId = viewed.EventId + ".cart", Time = viewed.Time.Plus(TimeSpan.FromSeconds(20)) };
            await filled.TellAsync([viewed, carted], cancellation);
            measured.Add(await filled.MeasureAsync(user, settings.Count, cancellation));
        }

        return TruthRow.Of("taste changed again, after a view and a cart", measured);
    }

    // What a shopper does by their own taste, visit after visit, that names an item; of loved categories only where those are given,
    // because one view in ten is a whim, and a whim says nothing of a new taste.
    IEnumerable<UserEvent> Browsing(UserId user, IReadOnlySet<string>? loved)
    {
        var categories = _shop.Items.ToDictionary(item => item.Id, item => item.Category);
        var at = filled.Now.Plus(Pause);
        while (true)
        {
            var visit = _shop.NextVisit(user, at);
            while (!visit.IsOver)
            {
                foreach (var happened in visit.Browse())
                {
                    if (!visit.IsAnonymous && happened.Item is { } item && loved?.Contains(categories[item]) != false)
                    {
                        yield return happened;
                    }
                }
            }

            at = visit.Now.Plus(Pause);
        }
    }

    List<(double, double)> Same(List<UserId> users, IReadOnlyList<ItemId> ranked) =>
    [
        .. users.Select(user => (
            filled.RewardOf(user, [.. ranked.Where(item => !filled.BoughtBy(user).Contains(item)).Take(settings.Count)]),
            filled.IdealOf(user, settings.Count))),
    ];

    IReadOnlyList<ItemId> Popular(IReadOnlyList<UserEvent> history)
    {
        var weights = new EventWeights();
        var inStock = InStock().ToHashSet();
        return
        [
            .. history.Where(happened => happened.Item is { } item && inStock.Contains(item))
                .GroupBy(happened => happened.Item!.Value)
                .OrderByDescending(events => events.Sum(happened => weights.Strength(happened.Type, happened.Value)))
                .ThenBy(events => events.Key.Value, StringComparer.Ordinal)
                .Select(events => events.Key),
        ];
    }

    ItemId[] ByChance()
    {
        var items = InStock().ToArray();
        new Random(settings.Seed).Shuffle(items);
        return items;
    }

    IEnumerable<ItemId> InStock() => _shop.Items.Where(item => item.IsAvailable(_shop.HistoryEnd)).Select(item => item.Id);
}
