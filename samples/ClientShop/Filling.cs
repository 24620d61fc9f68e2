using Attune.Client;
using Attune.Client.Wire;
using ShopFront;

namespace ClientShop;

/// <summary>Puts the goods and past visits in, as soon as there is a server. Sent again at every start, they count once.</summary>
sealed class Filling(AttuneClient client, ShopSettings settings) : BackgroundService
{
    /// <summary>Tries until it is done. A refusal, as of a wrong key, ends the shop: waiting would not mend it.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<PropertiesRow> items = [.. Goods.All.Select(product => new PropertiesRow { Id = product.Id, Properties = product.Properties })];
        List<EventRow> past =
        [
            .. Goods.Past(TimeProvider.System.GetUtcNow()).Select(view =>
                new EventRow { EventId = view.Id, Type = "view", UserId = view.Visitor, ItemId = view.ProductId, Timestamp = view.Time }),
        ];
        while (true)
        {
            try
            {
                await client.PutItemsAsync(items, stoppingToken);
                await client.SendEventsAsync(past, stoppingToken);
                return;
            }
            catch (AttuneApiException away) when (away.Status is 0 or 429 or >= 500)
            {
                await Task.Delay(settings.Pause, stoppingToken);
            }
        }
    }
}
