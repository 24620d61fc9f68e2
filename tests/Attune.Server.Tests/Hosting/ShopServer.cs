using Attune.Events;
using Attune.Server.Commands.Shop;
using Attune.Simulating;

[assembly: AssemblyFixture(typeof(Attune.Server.Tests.Hosting.ShopServer))]

namespace Attune.Server.Tests.Hosting;

/// <summary>The simulator's shop in a server, trained; filled for the first test that asks for it, the same for all that do.</summary>
/// <remarks>A test takes shoppers and items of its own where it changes something.</remarks>
public sealed class ShopServer : IAsyncDisposable
{
    readonly Lazy<Task<TestServer>> _server;

    public ShopServer()
    {
        var settings = new ShopSettings { Items = 300, Shoppers = 600, HistoryEvents = 15_000 };
        Shop = new ShopSimulator(settings, EventTime.From(TimeProvider.System.GetUtcNow() - settings.History));
        _server = new Lazy<Task<TestServer>>(() => FillAsync(Shop));
    }

    /// <summary>What is true of it. Its history has just ended.</summary>
    public ShopSimulator Shop { get; }

    public Task<TestServer> StartedAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    static async Task<TestServer> FillAsync(ShopSimulator shop)
    {
        var server = await TestServer.StartAsync();
        var none = new Progress<(double Share, string? Stage)>();
        await ShopFilling.AddItemsAsync(server.Client, shop.Items.Where(item => item.LaunchedAt <= shop.HistoryEnd), none, CancellationToken.None);
        await ShopFilling.AddHistoryAsync(server.Client, shop, 1, none, CancellationToken.None);
        await server.TrainAsync();
        return server;
    }
}
