using Attune.Client;
using Attune.Client.Wire;
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

    /// <summary>Trains on the whole shop.</summary>
    /// <param name="client">The server.</param>
    /// <param name="full">When the shop was full. On a slow machine the schedule has begun a training before, on the part there was;
    /// asked to train, the server answers that one, and another follows it.</param>
    /// <param name="shown">Whether a bar is shown.</param>
    /// <param name="cancellation">Cancels the job too.</param>
    /// <returns>The job, ended.</returns>
    public static async Task<JobInfo> TrainAsync(AttuneClient client, DateTimeOffset full, bool shown, CancellationToken cancellation)
    {
        JobInfo job;
        do
        {
            job = await JobProgress.FollowAsync(client, await client.StartJobAsync("train", cancellation), shown, cancellation);
        }
        while (job.StartedAt < full);

        return job;
    }
}
