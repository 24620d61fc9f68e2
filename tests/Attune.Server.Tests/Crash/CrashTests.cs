using System.Text;
using Attune.Load;

namespace Attune.Server.Tests.Crash;

/// <summary>The process is killed at random moments under load; what was acknowledged must be there, once.</summary>
public sealed class CrashTests : IDisposable
{
    const int Seed = 20_261_120;
    const int Senders = 4;

    readonly string _data = Directory.CreateTempSubdirectory("attune-crash-").FullName;

    static int Kills => Environment.GetEnvironmentVariable("ATTUNE_TEST_FULL") == "1" ? 50 : 5;

    [Fact]
    public Task What_was_acknowledged_is_there_once_after_every_kill() => KillAndCompareAsync(Kills, 20, 1500, _ => Task.CompletedTask);

    [Fact]
    public async Task A_kill_while_a_checkpoint_is_written_loses_and_doubles_nothing()
    {
        // A checkpoint a second: some kills fall into one, all others shortly after.
        await File.WriteAllTextAsync(
            Path.Combine(_data, "attune.json"), """{"live":{"checkpointInterval":"00:00:01"}}""", TestContext.Current.CancellationToken);

        await KillAndCompareAsync(Math.Max(2, Kills / 5), 1000, 1300, _ => Task.CompletedTask);
    }

    [Fact]
    public Task A_kill_while_a_training_runs_or_publishes_loses_and_doubles_nothing() =>
        KillAndCompareAsync(Math.Max(2, Kills / 5), 100, 1200, server => server.PostAsync(
            "v1/jobs", """{"kind":"train"}""", TestContext.Current.CancellationToken));

    [Fact]
    public Task A_kill_right_after_the_start_loses_and_doubles_nothing() =>
        KillAndCompareAsync(Math.Max(2, Kills / 5), 0, 30, _ => Task.CompletedTask, fewest: 0);

    async Task KillAndCompareAsync(int kills, int soonest, int latest, Func<ServerProcess, Task> prepare, int fewest = 100)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(Seed);
        var ledger = new EventLedger(Seed, users: 200, items: 300);

        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync(ServerProcess.Executable, _data, cancellation);
            using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var senders = Enumerable.Range(0, Senders).Select(sender => SendUntilKilledAsync(server, ledger, sender, running.Token)).ToArray();

            await prepare(server);
            await Task.Delay(random.Next(soonest, latest), cancellation);
            server.Kill();
            await running.CancelAsync();
            await Task.WhenAll(senders);
        }

        await using var last = await ServerProcess.StartAsync(ServerProcess.Executable, _data, cancellation);
        while (ledger.Take(500, onlyWaiting: true) is { Count: > 0 } left)
        {
            await last.PostAsync("v1/events", EventLedger.Json(left), cancellation);
        }

        await last.CaughtUpAsync(cancellation);
        Assert.True(ledger.Events.Count > fewest * kills, $"Only {ledger.Events.Count} events were sent: the test shows nothing.");
        await LedgerComparison.EachOnceAsync(last, ledger, cancellation);
    }

    static async Task SendUntilKilledAsync(ServerProcess server, EventLedger ledger, int sender, CancellationToken cancellation)
    {
        var random = new Random(Seed + sender);
        while (!cancellation.IsCancellationRequested)
        {
            var batch = ledger.Take(random.Next(4) == 0 ? 200 : 1);
            try
            {
                using var body = new StringContent(EventLedger.Json(batch), Encoding.UTF8, "application/json");
                using var answer = await server.Http.PostAsync("v1/events", body, cancellation);
                if (!answer.IsSuccessStatusCode)
                {
                    ledger.SendAgain(batch);
                }
            }
            catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or IOException)
            {
                ledger.SendAgain(batch);
            }
        }
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
