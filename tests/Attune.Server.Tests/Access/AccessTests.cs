using Attune.Client;
using Attune.Client.Wire;
using Attune.Server.Hosting;
using Attune.Server.Tests.Hosting;

namespace Attune.Server.Tests.Access;

public class AccessTests
{
    CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_key_on_every_request_needs_one_that_reaches()
    {
        await using var server = await TestServer.StartAsync(options => options with { LocalToken = "local-secret" });
        var admin = await server.Client.CreateKeyAsync(new KeyRequest("admin", "me"), Cancellation);
        (await server.SendAsync("GET", "/v1/users/u/recommendations")).Problem(401);

        var owner = new AttuneClient(server.Http, new() { Key = admin.Key });
        var read = await owner.CreateKeyAsync(new KeyRequest("read", "browser"), Cancellation);
        var write = await owner.CreateKeyAsync(new KeyRequest("write"), Cancellation);

        (string, string) Bearer(KeyInfo key) => ("Authorization", "Bearer " + key.Key);
        (await server.SendAsync("GET", "/v1/users/u/recommendations", null, "", Bearer(read))).Ok();
        (await server.SendAsync("GET", "/v1/users/u/recommendations", null, "", ("X-Attune-Key", read.Key!))).Ok();
        (await server.SendAsync("POST", "/v1/events", """{"type":"view","userId":"u","itemId":"i"}""", "application/json", Bearer(read))).Ok();
        (await server.SendAsync("PUT", "/v1/items/i", "{}", "application/json", Bearer(read))).Problem(403);
        (await server.SendAsync("PUT", "/v1/items/i", """{"a":1}""", "application/json", Bearer(write))).Ok(201);
        (await server.SendAsync("POST", "/v1/query", """{"sql":"select 1"}""", "application/json", Bearer(write))).Problem(403);
        (await server.SendAsync("GET", "/v1/users/u/features", null, "", Bearer(read))).Problem(403);
        (await server.SendAsync("GET", "/v1/users/u/features", null, "", Bearer(write))).Ok();
        (await server.SendAsync("POST", "/v1/exports", "{}", "application/json", Bearer(write))).Problem(403);
        (await server.SendAsync("GET", "/metrics", null, "", Bearer(write))).Problem(403);
        (await server.SendAsync("GET", "/metrics", null, "", Bearer(admin))).Ok();
        (await server.SendAsync("GET", "/health/live")).Ok();
        foreach (var (key, scope) in ((KeyInfo, string)[])[(read, "read"), (write, "write"), (admin, "admin")])
        {
            var allowed = (await server.SendAsync("GET", "/v1/access", null, "", Bearer(key))).Ok().Json;
            Assert.Equal(("default", scope, true), (allowed.GetProperty("workspace").GetString(), allowed.GetProperty("scope").GetString(), allowed.GetProperty("keyed").GetBoolean()));
        }

        var page = (await server.SendAsync("GET", "/v1/users/u/recommendations", null, "", Bearer(read), ("Origin", "https://shop.example"))).Ok();
        Assert.Equal(["*"], page.Headers.GetValues("Access-Control-Allow-Origin"));
        var preflight = (await server.SendAsync("OPTIONS", "/v1/events", null, "", ("Origin", "https://shop.example"), ("Access-Control-Request-Method", "POST"))).Ok(204);
        Assert.Contains("Authorization", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        var queried = (await server.SendAsync("GET", "/v1/status", null, "", Bearer(write), ("Origin", "https://shop.example"))).Ok();
        Assert.False(queried.Headers.Contains("Access-Control-Allow-Origin"));
        (await server.SendAsync("GET", "/v1/status", null, "", ("Authorization", "Bearer local-secret"), ("Attune-Workspace", "other"))).Ok();

        await owner.RevokeKeyAsync(read.Id, Cancellation);
        var refused = await server.SendAsync("GET", "/v1/users/u/recommendations", null, "", Bearer(read));
        refused.Problem(401);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.All((await owner.KeysAsync(Cancellation)).Keys, key => Assert.Null(key.Key));
        (await server.SendAsync("GET", "/v1/status", null, "", ("Authorization", "Bearer nonsense"))).Problem(401);
    }

    [Fact]
    public async Task Without_keys_an_address_that_others_reach_is_refused_with_the_way_out()
    {
        var refused = await Assert.ThrowsAsync<ServerOptionsException>(() => TestServer.StartAsync(options => options with { Host = "0.0.0.0" }));

        Assert.Contains("attune keys create", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ServerOptionsException>(() => TestServer.StartAsync(options => options with { Host = "example.org" }));
    }

    [Fact]
    public async Task Without_keys_a_page_of_another_origin_cannot_pass_for_this_machine()
    {
        await using var server = await TestServer.StartAsync();

        (await server.SendAsync("GET", "/v1/status", null, "", ("Host", "evil.example"))).Problem(403);
        (await server.SendAsync("GET", "/v1/status", null, "", ("Host", "localhost"))).Ok();
        (await server.SendAsync("POST", "/v1/jobs/job-1/cancel", null, "", ("Origin", "https://evil.example"))).Problem(403);
        (await server.SendAsync("GET", "/v1/status", null, "", ("Origin", "http://localhost:3000"))).Ok();
        (await server.SendAsync("GET", "/v1/status", null, "", ("Attune-Workspace", "../up"))).Problem(400, "Attune-Workspace");
    }

    [Fact]
    public async Task Too_many_requests_at_once_are_turned_away_and_told_when_to_come_back()
    {
        await using var server = await TestServer.StartAsync(options => options with { MostRequests = 1 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            server.SendAsync("POST", "/v1/query", """{"sql":"select sum(a.range * b.range) from range(3000) a, range(3000) b"}""")));

        Assert.Contains(replies, reply => reply.Status == 200);
        var refused = replies.Where(reply => reply.Status != 200).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, reply => reply.Problem(429));
        Assert.All(refused, reply => Assert.True(reply.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1)));
        (await server.SendAsync("GET", "/health/live")).Ok();
    }
}
