using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Simulating;

namespace Attune.Server.Commands.Shop;

/// <summary>Fills a workspace with a simulated shop, through the interface anybody would use.</summary>
static class ShopFilling
{
    const int BatchEvents = 2_000;

    /// <summary>Items that are launched by now, with their properties.</summary>
    public static async Task<int> AddItemsAsync(
        AttuneClient client, IEnumerable<SimulatedItem> items, IProgress<(double Share, string? Stage)>? progress, CancellationToken cancellation)
    {
        var rows = items.Select(item => new PropertiesRow
        {
            Id = item.Id.Value,
            Properties = JsonSerializer.Deserialize(item.PropertiesJson, WireJson.Default.JsonElement),
        }).ToList();
        var sent = 0;
        foreach (var batch in rows.Chunk(BatchEvents))
        {
            await client.PutItemsAsync(batch, cancellation);
            progress?.Report(((sent += batch.Length) / (double)rows.Count, null));
        }

        return rows.Count;
    }

    /// <summary>The history, oldest first.</summary>
    public static async Task<int> AddHistoryAsync(
        AttuneClient client, ShopSimulator shop, int expected, IProgress<(double Share, string? Stage)> progress, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var batch in shop.History().Chunk(BatchEvents))
        {
            await client.SendEventsAsync([.. batch.Select(EventRows.Of)], cancellation);
            progress.Report((Math.Min(1, (sent += batch.Length) / (double)expected), null));
        }

        return sent;
    }

    /// <summary>Waits until everything sent is in the history, where training reads it.</summary>
    public static async Task ArchivedAsync(AttuneClient client, CancellationToken cancellation)
    {
        while (await client.StatusAsync(cancellation) is var status && (status.Archived != status.LogEnd || status.Watermark != status.LogEnd))
        {
            await Task.Delay(50, cancellation);
        }
    }
}
