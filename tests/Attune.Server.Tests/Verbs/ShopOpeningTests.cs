using Attune.Events;
using Attune.Server.Commands.Shop;
using Attune.Server.Tests.Hosting;
using Attune.Simulating;

namespace Attune.Server.Tests.Verbs;

/// <summary>How the demo's shop opens.</summary>
public class ShopOpeningTests
{
    [Fact]
    public async Task A_training_that_began_before_the_shop_was_full_is_followed_by_one_on_all_of_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync();
        var settings = new ShopSettings { Items = 100, Shoppers = 100, HistoryEvents = 4_000 };
        var shop = new ShopSimulator(settings, EventTime.From(TimeProvider.System.GetUtcNow() - settings.History));
        await ShopFilling.AddHistoryAsync(server.Client, shop, 1, new Progress<(double Share, string? Stage)>(), cancellation);
        await ShopFilling.ArchivedAsync(server.Client, cancellation);
        await server.Client.StartJobAsync("train", cancellation);
        var full = TimeProvider.System.GetUtcNow();

        var job = await ShopOpening.TrainAsync(server.Client, full, shown: false, cancellation);

        Assert.Equal("done", job.State);
        Assert.True(job.StartedAt >= full, $"The shop was full at {full:O}, and the training is of {job.StartedAt:O}.");
        Assert.Equal(2, (await server.Client.JobsAsync(cancellation)).Jobs.Count);
    }
}
