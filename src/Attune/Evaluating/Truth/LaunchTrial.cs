using Attune.Events;
using Attune.Simulating;

namespace Attune.Evaluating.Truth;

/// <summary>Launches an item the generation does not know, lets some shoppers take it up, and looks in whose lists it stands.</summary>
sealed class LaunchTrial(FilledShop filled, TruthSettings settings)
{
    public async Task<LaunchTruth> RunAsync(IReadOnlyList<UserId> shoppers, CancellationToken cancellation)
    {
        var item = filled.Shop.Items.Where(item => item.Stock > 0 && item.LaunchedAt > filled.Now).MinBy(item => item.LaunchedAt)
            ?? throw new InvalidOperationException("The shop has nothing to launch.");
        var loves = shoppers.ToLookup(user => filled.Shop.LovedCategories(user, item.LaunchedAt).Contains(item.Category));
        var takers = loves[true].Take(settings.Takers).ToList();
        var lovers = loves[true].Skip(settings.Takers).Take(settings.Asked).ToList();
        var others = loves[false].Take(settings.Asked).ToList();

        await filled.ListAsync([item], cancellation);
        var (loversAtOnce, byTaste) = await InListsAsync(item.Id, lovers, "taste", cancellation);
        var (othersAtOnce, othersByTaste) = await InListsAsync(item.Id, others, "taste", cancellation);
        var at = item.LaunchedAt;
        foreach (var taker in takers)
        {
            at = at.Plus(TimeSpan.FromMinutes(3));
            await filled.TellAsync(Visit(taker, item, at), cancellation);
        }

        var (inLovers, byTogether) = await InListsAsync(item.Id, lovers, "together", cancellation);
        var (inOthers, _) = await InListsAsync(item.Id, others, "together", cancellation);
        return new LaunchTruth(loversAtOnce, byTaste, othersAtOnce, othersByTaste, inLovers, byTogether, inOthers);
    }

    // The best things of the new item's category for this shopper, the new one among them: what a visit about that category looks like.
    List<UserEvent> Visit(UserId user, SimulatedItem item, EventTime at)
    {
        var categories = filled.Shop.Items.ToDictionary(one => one.Id, one => one.Category);
        var seen = filled.Shop.IdealList(user, at, filled.Shop.Items.Count)
            .Where(one => one != item.Id && categories[one] == item.Category).Take(4).ToList();
        seen.Insert(2, item.Id);
        return [.. seen.Select((one, place) => new UserEvent
        {
            EventId = $"launch.{user}.{place}",
            Type = EventType.View,
            User = user,
            Session = new SessionId("launch." + user),
            Item = one,
            Time = at.Plus(TimeSpan.FromSeconds(20 * place)),
        })];
    }

    async Task<(double Standing, double ByReason)> InListsAsync(ItemId item, List<UserId> users, string reason, CancellationToken cancellation)
    {
        var (standing, byReason) = (0, 0);
        foreach (var user in users)
        {
            var found = (await filled.AskAsync(user, settings.Count, cancellation)).Items.FirstOrDefault(one => one.Item == item);
            standing += found is null ? 0 : 1;
            byReason += found?.Reason == reason ? 1 : 0;
        }

        return ((double)standing / users.Count, (double)byReason / users.Count);
    }
}
