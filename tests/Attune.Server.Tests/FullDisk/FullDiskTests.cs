using System.Net;
using System.Text;
using Attune.Load;
using Attune.Server.Tests.Crash;

namespace Attune.Server.Tests.FullDisk;

/// <summary>The disk fills up under a real server: writes are refused, answers go on, and freed space is all it needs.</summary>
public class FullDiskTests
{
    const int SmallMebibytes = 12;
    const int FreedMebibytes = 200;
    const int MostBatches = 400;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_writes_keeps_serving_and_recovers()
    {
        using var disk = SmallDisk.TryMount(SmallMebibytes);
        Assert.SkipUnless(disk is not null, "Mounting a small file system takes rights this machine does not give.");
        var data = Path.Combine(disk.Path, "data");
        var ledger = new EventLedger(seed: 7, users: 200, items: 20_000);

        await using (var server = await ServerProcess.StartAsync(ServerProcess.Executable, data, Cancellation))
        {
            await FillAsync(server, ledger);
            await RefusesAndServesAsync(server, Path.Combine(data, "rest"));

            disk.Resize(FreedMebibytes);
            await AcceptsAgainAsync(server, ledger);
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(server, "PUT", "v1/items/later", """{"price":3}""")).Status);
            await HoldsAllAsync(server, ledger);
            server.Kill();
        }

        await using var second = await ServerProcess.StartAsync(ServerProcess.Executable, data, Cancellation);
        await HoldsAllAsync(second, ledger);
        Assert.Equal(3, (await second.GetAsync("v1/items/later", Cancellation)).GetProperty("properties").GetProperty("price").GetInt32());
    }

    static async Task FillAsync(ServerProcess server, EventLedger ledger)
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var events = ledger.Take(500);
            var answer = await SendAsync(server, "POST", "v1/events", EventLedger.Json(events));
            if (answer.Status != HttpStatusCode.OK)
            {
                Assert.Equal(HttpStatusCode.InsufficientStorage, answer.Status);
                Assert.Equal("application/problem+json", answer.Type);
                ledger.SendAgain(events);
                return;
            }
        }

        Assert.Fail($"{MostBatches} batches did not fill the disk.");
    }

    // What the log did not need, to the last page: so that nothing at all can be written.
    static async Task FillUpAsync(string file)
    {
        await using var rest = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            var zeros = new byte[4096];
            while (true)
            {
                await rest.WriteAsync(zeros, Cancellation);
            }
        });
    }

    static async Task RefusesAndServesAsync(ServerProcess server, string rest)
    {
        await RefusedAsync(server, rest, "PUT", "v1/items/tea", """{"price":3}""");
        await RefusedAsync(server, rest, "PUT", "v1/users/ann", """{"age":3}""");
        await RefusedAsync(server, rest, "POST", "v1/keys", """{"scope":"admin"}""");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "v1/users/user-1/recommendations", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "health/live", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "health/ready", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "v1/status", null)).Status);
    }

    static async Task RefusedAsync(ServerProcess server, string rest, string method, string path, string body)
    {
        // A database that gives up a write lets its space go again, so a small one may fit at first.
        var answer = await SendAsync(server, method, path, body);
        for (var tries = 0; tries < 50 && (int)answer.Status < 300; tries++)
        {
            await FillUpAsync(rest);
            answer = await SendAsync(server, method, path, body);
        }

        Assert.True(answer.Status == HttpStatusCode.InsufficientStorage, $"{method} {path} answered {answer.Status}: {answer.Text}");
        Assert.Equal("application/problem+json", answer.Type);
    }

    static async Task AcceptsAgainAsync(ServerProcess server, EventLedger ledger)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (ledger.Take(500, onlyWaiting: true) is { Count: > 0 } left)
        {
            if ((await SendAsync(server, "POST", "v1/events", EventLedger.Json(left))).Status != HttpStatusCode.OK)
            {
                Assert.True(Environment.TickCount64 < deadline, "Events are still refused half a minute after space was freed.");
                ledger.SendAgain(left);
                await Task.Delay(100, Cancellation);
            }
        }
    }

    static async Task HoldsAllAsync(ServerProcess server, EventLedger ledger)
    {
        await server.CaughtUpAsync(Cancellation);
        var counted = await server.PostAsync(
            "v1/query", """{"sql":"select count(*), count(distinct event_id) from events"}""", Cancellation);

        Assert.Equal(
            [ledger.Events.Count, ledger.Events.Count],
            counted.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.GetInt32()).ToArray());
    }

    static async Task<(HttpStatusCode Status, string? Type, string Text)> SendAsync(ServerProcess server, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
