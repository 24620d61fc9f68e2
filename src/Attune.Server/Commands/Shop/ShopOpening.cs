using Attune.Client;
using Attune.Simulating;

namespace Attune.Server.Commands.Shop;

/// <summary>The long steps before a simulated shop can open, each with its bar: items, history.</summary>
static class ShopOpening
{
    public static async Task FillAsync(
        AttuneClient client, ShopSimulator shop, ShopPlan plan, string data, bool shown, CancellationToken cancellation)
    {
        // Items of the future come when their day comes.
        var launched = shop.Items.Where(item => item.LaunchedAt <= shop.HistoryEnd);
        await ProgressBar.ShowAsync(
            "Putting items on the shelves", shown, progress => ShopFilling.AddItemsAsync(client, launched, progress, cancellation));
        await ProgressBar.ShowAsync(
            "Sending a month of behaviour", shown,
            progress => ShopFilling.AddHistoryAsync(client, shop, plan.Settings.HistoryEvents, progress, cancellation));
        await ShopFilling.ArchivedAsync(client, cancellation);
        plan.Keep(data);
    }
}
