using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Attune.Samples.Tests;

public sealed class ClientShopTests : IAsyncDisposable
{
    const int Capacity = 20;

    readonly string _data = Directory.CreateTempSubdirectory("attune-samples-").FullName;
    RunningProgram? _server;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shop_goes_on_while_its_server_is_away_and_loses_only_what_it_says()
    {
        var server = await ServeAsync(0);
        var address = server.Http.BaseAddress!;
        var empty = (await StatusAsync(server)).GetProperty("logEnd").GetString();
        await using var shop = await RunningProgram.StartAsync(
            "ClientShop", "--urls", "http://127.0.0.1:0", "--Attune", address.ToString(), "--Patience", "00:00:30",
            "--Capacity", Capacity.ToString(CultureInfo.InvariantCulture), "--Pause", "00:00:00.050");
        await UntilAsync(async () => (await StatusAsync(server)).GetProperty("logEnd").GetString() != empty);
        await CaughtUpAsync(server);

        // With the server: the very next list knows.
        Assert.Equal("sleeping-bag", (await shop.PostAsync("products/tent/view?user=ann"))[0].Id);
        await SentAsync(shop);

        // Without it: fewer events than may wait. The page falls back, and nothing is lost.
        await EndAsync(server);
        for (var i = 1; i < Capacity; i++)
        {
            Assert.All(await shop.PostAsync("products/tent/view?user=ann"), place => Assert.Equal("best seller", place.Why));
        }

        Assert.Equal(Capacity - 1, (await SendingAsync(shop)).Waiting);
        server = await ServeAsync(address.Port);
        var sending = await SentAsync(shop);
        Assert.Equal(new Sending(Capacity, 0, 0, 0, null), sending);
        Assert.Equal(Capacity, await ViewsAsync(server));

        // Without it again, and more than may wait: what is lost is counted, what is not arrives once.
        await EndAsync(server);
        var given = Capacity;
        do
        {
            await shop.PostAsync("products/tent/view?user=ann");
            given++;
            sending = await SendingAsync(shop);
        }
        while (sending.Dropped == 0);

        await UntilAsync(async () => (await SendingAsync(shop)).Failure is not null);
        server = await ServeAsync(address.Port);
        sending = await SentAsync(shop);
        Assert.Equal(given, sending.Sent + sending.Dropped);
        Assert.Equal(sending.Sent, await ViewsAsync(server));
        Assert.Contains($"{sending.Sent} events sent, 0 refused, {sending.Dropped} lost.", await shop.StopAsync(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    async Task<RunningProgram> ServeAsync(int port) => _server = await RunningProgram.StartAsync(
        "Attune.Server", "serve", "--data", _data, "--port", port.ToString(CultureInfo.InvariantCulture));

    static async Task EndAsync(RunningProgram server)
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    static async Task<JsonElement> StatusAsync(RunningProgram server) => await server.Http.GetFromJsonAsync<JsonElement>("v1/status", Cancellation);

    static Task CaughtUpAsync(RunningProgram server) => UntilAsync(async () =>
    {
        var status = await StatusAsync(server);
        return status.GetProperty("watermark").GetString() == status.GetProperty("logEnd").GetString();
    });

    static async Task<Sending> SentAsync(RunningProgram shop)
    {
        Sending last = null!;
        await UntilAsync(async () => (last = await SendingAsync(shop)).Waiting == 0);
        return last;
    }

    static async Task<Sending> SendingAsync(RunningProgram shop) => (await shop.Http.GetFromJsonAsync<Sending>("sending", Cancellation))!;

    static async Task<long> ViewsAsync(RunningProgram server)
    {
        await CaughtUpAsync(server);
        var profile = await server.Http.GetFromJsonAsync<JsonElement>("v1/users/ann/profile", Cancellation);
        return profile.GetProperty("counts").GetProperty("view").GetInt64();
    }

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 6_000; tries++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(10, Cancellation);
        }

        Assert.Fail("It did not become so within a minute.");
    }

    sealed record Sending(long Sent, long Waiting, long Refused, long Dropped, string? Failure);
}
