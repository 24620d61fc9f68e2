using Attune.Events;
using Attune.Simulating;

namespace Attune.Evaluating.Truth;

/// <summary>Lets simulated shoppers live with one policy's lists for days: what they see is what they click, and what is learned from.</summary>
/// <remarks>Who comes when is the same for every policy; what they do depends on what they are shown.</remarks>
/// <param name="filled">The shop in an engine of its own; filled by the run.</param>
/// <param name="policy">Where the lists come from.</param>
/// <param name="settings">How long, and how many.</param>
public sealed class LifeRun(FilledShop filled, LifePolicy policy, LifeSettings settings)
{
    readonly LifeTally _all = new();
    readonly LifeTally _lastDay = new();
    readonly LifeTally _firstDay = new();
    readonly LifeTally[] _newcomers = [.. settings.Steps.Select(_ => new LifeTally())];
    readonly LifeTally[] _changed = [.. settings.Steps.Select(_ => new LifeTally())];
    readonly Dictionary<UserId, int> _events = [];
    readonly Dictionary<UserId, int> _sinceChange = [];
    readonly Dictionary<UserId, IReadOnlyList<ItemId>> _nightly = [];
    readonly Dictionary<ItemId, double> _taken = [];
    readonly EventWeights _weights = new();
    HashSet<UserId> _strangers = [];
    IReadOnlyList<ItemId> _popular = [];

    /// <summary>Fills the shop, lives through the days, and adds up.</summary>
    public async Task<LifeResult> RunAsync(CancellationToken cancellation)
    {
        await filled.FollowAsync(policy.Scenario, cancellation);
        var shoppers = filled.Shop.Shoppers.ToList();
        _strangers = shoppers.Where((_, n) => n % settings.Newcomers == 1).ToHashSet();
        Count(await filled.FillAsync(_strangers, cancellation));
        for (var day = 0; day < settings.Days; day++)
        {
            if (day > 0)
            {
                await filled.TrainAsync(cancellation);
            }

            await NightAsync(shoppers, cancellation);
            await DayAsync(day, shoppers, cancellation);
        }

        return new LifeResult(
            policy.Name, _all.Lists, _all.Share, _lastDay.Share, [.. _newcomers.Select(step => step.Share)], [.. _changed.Select(step => step.Share)], _firstDay.Share);
    }

    async Task DayAsync(int day, List<UserId> shoppers, CancellationToken cancellation)
    {
        var begins = filled.Shop.HistoryEnd.Plus(TimeSpan.FromDays(day));
        for (var visit = 0; visit < settings.Visits; visit++)
        {
            var at = begins.Plus(TimeSpan.FromDays((visit + 0.5) / settings.Visits));
            if (day == 1 && visit == settings.Visits / 2)
            {
                foreach (var user in shoppers.Where((user, n) => n % settings.Changing == 2 && !_strangers.Contains(user)))
                {
                    filled.Shop.ChangeTaste(user, at);
                    _sinceChange[user] = 0;
                }
            }

            await filled.ListAsync([.. filled.Shop.Items.Where(item => item.LaunchedAt > filled.Now && item.LaunchedAt <= at)], cancellation);
            filled.MoveTo(at);
            await VisitAsync(filled.Shop.NextVisit(at), day == settings.Days - 1, cancellation);
        }
    }

    async Task VisitAsync(ShopperVisit visit, bool isLastDay, CancellationToken cancellation)
    {
        for (var isShown = true; !visit.IsOver; isShown = !isShown)
        {
            IReadOnlyList<UserEvent> happened;
            if (isShown)
            {
                var list = await ListAsync(visit, cancellation);
                Measure(visit, list.Items, isLastDay);
                happened = visit.See(list);
            }
            else
            {
                happened = visit.Browse();
            }

            Count(happened);
            await filled.TellAsync(happened, cancellation);
        }
    }

    async ValueTask<ShownList> ListAsync(ShopperVisit visit, CancellationToken cancellation)
    {
        if (policy.Source != LifeSource.Engine)
        {
            var list = policy.Source == LifeSource.Nightly && !visit.IsAnonymous ? _nightly.GetValueOrDefault(visit.User, _popular) : _popular;
            var bought = filled.BoughtBy(visit.User);
            return new ShownList([.. list.Where(item => !bought.Contains(item)).Take(settings.Count)]);
        }

        var answer = await filled.AskAsync(visit.IsAnonymous ? null : visit.User, visit.Session, settings.Count, cancellation);
        return new ShownList([.. answer.Items.Select(item => item.Item)], answer.RecommendationId);
    }

    async Task NightAsync(List<UserId> shoppers, CancellationToken cancellation)
    {
        var inStock = filled.Shop.Items.Where(item => item.IsAvailable(filled.Now)).Select(item => item.Id).ToHashSet();
        _popular = [.. _taken.Where(item => inStock.Contains(item.Key))
            .OrderByDescending(item => item.Value).ThenBy(item => item.Key.Value, StringComparer.Ordinal).Select(item => item.Key)];
        foreach (var user in policy.Source == LifeSource.Nightly ? shoppers.Where(_events.ContainsKey) : [])
        {
            // A few more than are shown, for what is bought in the course of the day.
            var answer = await filled.AskAsync(user, null, settings.Count + 10, cancellation);
            _nightly[user] = [.. answer.Items.Select(item => item.Item)];
        }
    }

    void Measure(ShopperVisit visit, IReadOnlyList<ItemId> list, bool isLastDay)
    {
        var user = visit.User;
        var reward = filled.RewardOf(user, list);
        var best = filled.Shop.IdealList(user, filled.Now, settings.Count, filled.BoughtBy(user));
        var ideal = filled.RewardOf(user, best);
        _all.Add(reward, ideal);
        if (isLastDay)
        {
            _lastDay.Add(reward, ideal);
        }

        _firstDay.Add(filled.RewardOf(user, OfFirstDay(list)), filled.RewardOf(user, OfFirstDay(best)));
        if (_strangers.Contains(user) && !visit.IsAnonymous)
        {
            _newcomers[StepOf(_events.GetValueOrDefault(user))].Add(reward, ideal);
        }

        if (!visit.IsAnonymous && _sinceChange.TryGetValue(user, out var since))
        {
            _changed[StepOf(since)].Add(reward, ideal);
        }
    }

    // Places stay what they are: what is not on its first day is an item nobody knows, which is worth nothing.
    List<ItemId> OfFirstDay(IReadOnlyList<ItemId> list)
    {
        var young = filled.Shop.Items
            .Where(item => item.LaunchedAt <= filled.Now && filled.Now.Since(item.LaunchedAt) < TimeSpan.FromDays(1))
            .Select(item => item.Id).ToHashSet();
        return [.. list.Select(item => young.Contains(item) ? item : new ItemId("older"))];
    }

    int StepOf(int events)
    {
        var step = 0;
        while (step + 1 < settings.Steps.Count && events >= settings.Steps[step + 1])
        {
            step++;
        }

        return step;
    }

    void Count(IReadOnlyList<UserEvent> events)
    {
        foreach (var happened in events)
        {
            var strength = _weights.Strength(happened.Type, happened.Value);
            if (happened.Item is not { } item || strength <= 0)
            {
                continue;
            }

            _taken[item] = _taken.GetValueOrDefault(item) + strength;
            if (happened.User is { } user)
            {
                _events[user] = _events.GetValueOrDefault(user) + 1;
                if (_sinceChange.TryGetValue(user, out var since))
                {
                    _sinceChange[user] = since + 1;
                }
            }
        }
    }
}
