using System.Net;
using System.Net.Http.Json;

namespace Attune.Samples.Tests;

public sealed class InProcessShopTests : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("attune-samples-").FullName;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_very_next_list_knows_what_was_seen_and_a_restart_forgets_nothing()
    {
        await using (var shop = await StartAsync())
        {
            var before = await shop.Http.GetFromJsonAsync<Suggestion[]>("for/ann", Cancellation);
            var after = await shop.PostAsync("products/tent/view?user=ann");

            Assert.DoesNotContain(before!, place => place.Why == "next");
            Assert.Equal(("sleeping-bag", "next"), (after[0].Id, after[0].Why));
            Assert.Equal("teapot", (await shop.PostAsync("products/kettle/view?user=ann"))[0].Id);

            using var put = await shop.Http.PutAsJsonAsync("products/mat", new { name = "Camping mat", category = "camping" }, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
            using var wrong = await shop.Http.PostAsync("products/tent/vieww?user=ann", null, Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Contains("vieww", await wrong.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            Assert.Contains("<h1>A small shop</h1>", await shop.Http.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
            await shop.StopAsync();
        }

        await using var second = await StartAsync();
        Assert.Contains((await second.Http.GetFromJsonAsync<Suggestion[]>("for/ann", Cancellation))!, place => place.Why == "next");
        await second.StopAsync();
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    Task<RunningProgram> StartAsync() => RunningProgram.StartAsync("InProcessShop", "--urls", "http://127.0.0.1:0", "--Data", _data);
}
