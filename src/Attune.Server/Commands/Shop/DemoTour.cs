using System.Diagnostics;
using System.Globalization;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Simulating;

namespace Attune.Server.Commands.Shop;

/// <summary>Shows, in a dozen lines, a list for a shopper, one click on something else, and the list after it; then what to type.</summary>
sealed class DemoTour(AttuneClient client, ShopSimulator shop, string address)
{
    const int Length = 5;

    public async Task ShowAsync(TimeSpan sinceStart, CancellationToken cancellation)
    {
        var shopper = shop.Shoppers.First().Value;
        var before = await AskAsync(shopper, after: null, cancellation);
        Output.Line();
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"Recommended to {shopper}, {sinceStart.TotalSeconds:0} s after the start:"));
        Print(before, known: null);

        var (clicked, answer, took) = await ClickAsync(shopper, before, cancellation);
        Output.Line();
        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{shopper} puts {clicked.Name} ({clicked.Category}) into the cart. Event durable and in the next list after {took.TotalMilliseconds:0} ms:"));
        Print(answer, before.Items.Select(item => item.Id).ToHashSet());

        Output.Line();
        Output.Line($"Open {address} in a browser to see it.");
        Output.Line($"Try it yourself at {address}:");
        Output.Line($"  curl '{address}/v1/users/{shopper}/recommendations?count=3&explain=true'");
        Output.Line($"  curl -H 'Content-Type: application/json' -d '{{\"type\":\"view\",\"userId\":\"you\",\"itemId\":\"{clicked.Id}\"}}' {address}/v1/events");
        Output.Line($"  curl --get --data-urlencode 'filter=item.price < 50 && item.inStock' '{address}/v1/users/you/recommendations?count=3'");
        Output.Line();
    }

    async Task<(SimulatedItem Item, RecommendationAnswer Answer, TimeSpan Took)> ClickAsync(
        string shopper, RecommendationAnswer before, CancellationToken cancellation)
    {
        var now = EventTime.Now(TimeProvider.System);
        var shown = before.Items.Select(item => item.Id).ToHashSet();
        var loved = shop.LovedCategories(new UserId(shopper), now);
        var clicked = shop.Items.Where(item => item.IsAvailable(now) && !shown.Contains(item.Id.Value) && !loved.Contains(item.Category))
            .MaxBy(item => item.Appeal)!;
        var began = Stopwatch.GetTimestamp();
        var acknowledged = await client.SendEventAsync(
            new EventRow { Type = "cart", UserId = shopper, ItemId = clicked.Id.Value }, cancellation);
        var answer = await AskAsync(shopper, acknowledged.Token, cancellation);
        return (clicked, answer, Stopwatch.GetElapsedTime(began));
    }

    Task<RecommendationAnswer> AskAsync(string shopper, string? after, CancellationToken cancellation) => client.RecommendAsync(
        new RecommendationQuestion { UserId = shopper, Count = Length, After = after, Deadline = 1000, Explain = true }, cancellation);

    static void Print(RecommendationAnswer answer, HashSet<string>? known)
    {
        foreach (var item in answer.Items)
        {
            var isNew = known is not null && !known.Contains(item.Id);
            var because = item.Contributions is { Count: > 0 } parts && parts[0].Events is { Count: > 0 } events
                ? $"{parts[0].Source}: {events[0].Type} of {events[0].ItemId}"
                : item.Reason;
            Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(isNew ? "+" : " ")} {RecommendCommand.NameOf(item.Properties),-40} {item.Score,6:0.00}  {because}"));
        }
    }
}
