using Attune.Client;
using Attune.Client.Wire;
using Attune.Events;
using Attune.Server.Commands.Shop;
using Attune.Server.Tests.Hosting;
using Attune.Simulating;

namespace Attune.Server.Tests.Erasing;

/// <summary>Erasure over HTTP, on a shop of its own: what is erased here would be missing for others.</summary>
public sealed class ErasureEndpointsTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shopper_is_erased_and_the_receipt_proves_it()
    {
        await using var server = await ShopAsync();
        var busiest = await server.Client.QueryAsync(
            new SqlQuestion("SELECT user_id, count(*) FROM events WHERE user_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"), Cancellation);
        var (shopper, events) = (busiest.Rows[0][0].GetString()!, busiest.Rows[0][1].GetInt64());
        (await server.SendAsync("PUT", $"/v1/users/{shopper}", """{"name":"Ann"}""")).Ok(201);

        var asked = await server.Client.EraseUserAsync(shopper, Cancellation);
        var receipt = await FinishedAsync(server, asked);

        Assert.Equal(new HoldingsInfo(1, receipt.Found!.Lists, events, events, 1), receipt.Found);
        Assert.Equal(new HoldingsInfo(0, 0, 0, 0, 0), receipt.Left);
        Assert.Equal("rewritten", receipt.LogCopy);
        Assert.Equal(2, receipt.Generation);
        Assert.Equal(1, receipt.GenerationsDeleted);
        Assert.Empty((await server.Client.ProfileAsync(shopper, Cancellation)).Recent);
        Assert.Null(await server.Client.FindUserAsync(shopper, Cancellation));
        Assert.Equal(10, (await server.Client.RecommendAsync(new RecommendationQuestion { UserId = shopper, Count = 10 }, Cancellation)).Items.Count);
        Assert.True((await server.Client.VerifyErasureAsync(receipt.Id, shopper, Cancellation)).Verified);
        (await server.SendAsync("POST", $"/v1/erasures/{receipt.Id}/verify", """{"userId":"somebody else"}""")).Problem(400, "userId");
        TestContext.Current.TestOutputHelper?.WriteLine($"from request to proof: {receipt.TookSeconds:0.00} s, of which until removed {(receipt.RemovedAt - receipt.RequestedAt)?.TotalSeconds:0.00} s");
    }

    [Fact]
    public async Task The_busiest_critic_of_MovieLens_is_erased_from_history_profile_lists_and_models()
    {
        await using var server = await MovieServer.OpenAsync();
        const string critic = "405";
        var client = server.Client;
        // Without places for films nobody has rated, which go to any of them.
        await client.SaveScenarioAsync("default", new() { NewItemShare = 0 }, cancellation: Cancellation);
        Assert.Equal(737, await RowsAsync(client));
        var blocked = await server.SendAsync("PUT", $"/v1/users/{critic}/blocks", """{"items":["50"]}""");
        Assert.True(blocked.Status is 200 or 201, blocked.Text);
        await client.RecommendAsync(new RecommendationQuestion { UserId = critic, Count = 10, Deadline = 5_000 }, Cancellation);
        var neighbor = await NeighborAsync(client);

        var receipt = await FinishedAsync(server, await client.EraseUserAsync(critic, Cancellation));

        var found = receipt.Found!;
        Assert.Equal((1, 737, 737, 1, 1, 1), (found.Profiles, found.LogRecords, found.HistoryRows, found.Properties, found.Blocks, found.Answers));
        Assert.Equal(new HoldingsInfo(0, 0, 0, 0, 0), receipt.Left);
        Assert.Equal((2, 1), (receipt.Generation, receipt.GenerationsDeleted));
        Assert.True(receipt.EventsRecounted > 90_000, $"{receipt.EventsRecounted} events were counted anew.");
        Assert.True((await client.VerifyErasureAsync(receipt.Id, critic, Cancellation)).Verified);
        Assert.Equal(0, await RowsAsync(client));
        Assert.Empty((await client.ProfileAsync(critic, Cancellation)).Recent);
        Assert.Null(await client.FindUserAsync(critic, Cancellation));
        Assert.DoesNotContain(critic, (await LikeAsync(client, neighbor)).Select(user => user.Id));
        // A stranger again: nothing of the old taste is in the list.
        var (erased, stranger) = (await IdsAsync(critic), await IdsAsync("a-critic-nobody-knows"));
        Assert.Equal(stranger, erased);

        async Task<long> RowsAsync(AttuneClient asked) => (await asked.QueryAsync(
            new SqlQuestion($"SELECT count(*) FROM events WHERE user_id = '{critic}'"), Cancellation)).Rows[0][0].GetInt64();

        async Task<string[]> IdsAsync(string user) =>
            [.. (await client.RecommendAsync(new RecommendationQuestion { UserId = user, Count = 10, Deadline = 5_000 }, Cancellation)).Items.Select(item => item.Id)];

        // Somebody whose list of similar users the critic is in.
        async Task<string> NeighborAsync(AttuneClient asked)
        {
            var near = (await LikeAsync(asked, critic))[0].Id;
            Assert.Contains(critic, (await LikeAsync(asked, near)).Select(user => user.Id));
            return near;
        }
    }

    [Fact]
    public async Task A_receipt_that_does_not_exist_is_not_found_and_a_word_other_than_true_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        (await server.SendAsync("GET", "/v1/erasures/erasure-0")).Problem(404);
        (await server.SendAsync("POST", "/v1/erasures/erasure-0/verify", """{"userId":"a"}""")).Problem(404);
        (await server.SendAsync("DELETE", "/v1/users/a?erase=yes")).Problem(400, "erase");
        (await server.SendAsync("DELETE", "/v1/users/a")).Ok(204);
    }

    [Fact]
    public async Task The_last_user_erased_leaves_a_shop_without_a_model_that_still_answers()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.SendEventAsync(new EventRow { Type = "view", UserId = "only", ItemId = "i" }, Cancellation);

        var receipt = await FinishedAsync(server, await server.Client.EraseUserAsync("only", Cancellation));

        Assert.Null(receipt.Generation);
        await server.Client.RecommendAsync(new RecommendationQuestion { UserId = "only" }, Cancellation);
    }

    static async Task<TestServer> ShopAsync()
    {
        var settings = new ShopSettings { Items = 120, Shoppers = 150, HistoryEvents = 4_000 };
        var shop = new ShopSimulator(settings, EventTime.From(TimeProvider.System.GetUtcNow() - settings.History));
        var server = await TestServer.StartAsync();
        var none = new Progress<(double Share, string? Stage)>();
        await ShopFilling.AddItemsAsync(server.Client, shop.Items, none, Cancellation);
        await ShopFilling.AddHistoryAsync(server.Client, shop, 1, none, Cancellation);
        await server.TrainAsync();
        return server;
    }

    // The first answers may come before everybody was looked at.
    static async Task<IReadOnlyList<AnswerUser>> LikeAsync(AttuneClient client, string user)
    {
        while (true)
        {
            if (await client.SimilarUsersAsync(user, 200, Cancellation) is { AsOf: not null } answer)
            {
                return answer.Users;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    static async Task<ErasureInfo> FinishedAsync(TestServer server, ErasureInfo asked)
    {
        while (true)
        {
            var job = await server.Client.JobAsync(asked.JobId!, Cancellation);
            Assert.True(job.State is "running" or "done", job.Outcome);
            if (await server.Client.ErasureAsync(asked.Id, Cancellation) is { State: "finished" } receipt)
            {
                return receipt;
            }

            await Task.Delay(50, Cancellation);
        }
    }
}
