using Attune.Catalog;
using Attune.Embedded.Hosting;
using ShopFront;

namespace InProcessShop;

/// <summary>Puts the goods and past visits in before the shop opens. At the second start they are known already, and count once.</summary>
sealed class Filling(AttuneEngine engine) : IHostedService
{
    /// <summary>Fills.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.WriteItemsAsync(
            [.. Goods.All.Select(product => PropertyWrite.Put(product.Id, product.Properties.GetRawText()))], cancellationToken);
        await engine.TakeAsync(
            [
                .. Goods.Past(TimeProvider.System.GetUtcNow()).Select(view =>
                    new AttuneEvent { Id = view.Id, Type = "view", User = view.Visitor, Item = view.ProductId, Time = view.Time }),
            ],
            cancellationToken);
    }

    /// <summary>Nothing is left to end.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
