using Attune.Catalog;
using Attune.Cluster.Postgres;
using Attune.Events;

namespace Attune.Cluster.Tests.Postgres;

/// <summary>A server of its own that is killed, stopped where it is, and lied to.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    readonly PostgresTestServer _server = new();
    PostgresSettings _settings = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _settings = await _server.SettingsAsync() with { CommandTimeout = TimeSpan.FromSeconds(3), Retries = 0 };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_server_killed_while_a_generation_is_saved_shows_nothing_of_it_and_the_next_save_works()
    {
        await using var store = await _server.OpenAsync("shop", _settings);
        await store.AssignOrdinalsAsync([new("a"), new("b")], 0, Cancellation);
        var saving = store.SaveGenerationAsync(
            Generations.Manifest(1),
            async (stream, cancel) =>
            {
                await stream.WriteAsync(new byte[8 << 20], cancel);
                await _server.RunAsync("kill");
            },
            Cancellation);

        var fault = await Assert.ThrowsAsync<PostgresUnavailableException>(async () => await saving);
        Assert.Contains("saving a generation", fault.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Host, fault.Message, StringComparison.Ordinal);
        await _server.StartAsync();

        Assert.Empty(await TryAgainAsync(() => store.ListGenerationsAsync(Cancellation)));
        Assert.Equal([new("a"), new("b")], await store.LoadOrdinalsAsync(0, Cancellation));
        await store.SaveGenerationAsync(Generations.Manifest(1), (stream, cancel) => stream.WriteAsync(new byte[3 << 20], cancel), Cancellation);
        await using var other = await _server.OpenAsync("shop", _settings, "b");
        Assert.Equal(3 << 20, new FileInfo(await other.LocateGenerationAsync(1, Cancellation)).Length);
    }

    [Fact]
    public async Task A_server_killed_while_the_bytes_are_under_way_shows_nothing_of_them()
    {
        await using var store = await _server.OpenAsync("shop", _settings with { CommandTimeout = TimeSpan.FromSeconds(10) });
        var saving = store.SaveGenerationAsync(
            Generations.Manifest(1),
            async (stream, cancel) =>
            {
                for (var n = 0; n < 400; n++)
                {
                    await stream.WriteAsync(new byte[1 << 20], cancel);
                }
            },
            Cancellation).AsTask();
        while (await PostgresTestServer.AskAsync<long>(_settings, "SELECT count(*) FROM pg_stat_progress_copy WHERE bytes_processed > 0") == 0 && !saving.IsCompleted)
        {
            await Task.Yield();
        }

        await _server.RunAsync("kill");
        await Assert.ThrowsAsync<PostgresUnavailableException>(() => saving);
        await _server.StartAsync();

        Assert.Empty(await TryAgainAsync(() => store.ListGenerationsAsync(Cancellation)));
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await store.LocateGenerationAsync(1, Cancellation));
        await store.SaveGenerationAsync(Generations.Manifest(1), (_, _) => ValueTask.CompletedTask, Cancellation);
        Assert.Single(await store.ListGenerationsAsync(Cancellation));
        Assert.DoesNotContain(Directory.EnumerateFiles(_server.Folder.FullName, "*.part", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task A_server_that_stands_still_is_a_fault_that_names_it_and_calls_go_on_when_it_does()
    {
        await using var store = await _server.OpenAsync("shop", _settings);
        await using var duty = await store.TryTakeAsync("training", Cancellation);
        var lost = new TaskCompletionSource();
        using var told = duty!.Lost.Register(lost.SetResult);
        await store.WriteDocumentAsync("n", "1", "{}", Cancellation);
        await _server.RunAsync("pause");

        var fault = await Assert.ThrowsAsync<PostgresUnavailableException>(async () => await store.ReadDocumentAsync("n", "1", Cancellation));

        Assert.Matches("PostgreSQL at 127.0.0.1:[0-9]+: reading a document failed: it did not answer in time.", fault.Message);
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await _server.RunAsync("resume");
        Assert.Equal("{}", await TryAgainAsync(() => store.ReadDocumentAsync("n", "1", Cancellation)));
    }

    [Fact]
    public async Task Calls_to_a_server_that_is_away_fail_at_once_after_some_and_a_watch_goes_on_where_it_was()
    {
        using var readings = new BreakerReadings();
        await using var a = await _server.OpenAsync("shop", _settings);
        await using var b = await _server.OpenAsync("shop", _settings, "b");
        await using var watching = await Watching.BeginAsync(b, Cancellation);
        var told = watching.NextAsync(2);
        await a.WriteDocumentAsync("n", "1", "{}", Cancellation);
        await _server.RunAsync("stop");

        var faults = new List<PostgresUnavailableException>();
        while (!faults.Exists(fault => fault.InnerException is Polly.CircuitBreaker.BrokenCircuitException))
        {
            faults.Add(await Assert.ThrowsAsync<PostgresUnavailableException>(async () => await a.ReadDocumentAsync("n", "1", Cancellation)));
        }

        Assert.Equal(1, readings.Read("attune.breaker.open", faults[0].Host));
        Assert.True(readings.Sum("attune.breaker.openings", faults[0].Host) >= 1);
        Assert.True(readings.Sum("attune.breaker.rejections", faults[0].Host) >= 1);
        await _server.StartAsync();
        await TryAgainAsync(async () =>
        {
            await a.WriteDocumentAsync("n", "2", "{}", Cancellation);
            return true;
        });
        Assert.Equal(["n/1", "n/2"], (await told).Select(change => change.Name));
    }

    [Fact]
    public async Task A_damaged_file_of_a_generation_is_fetched_again_and_old_ones_are_let_go_of()
    {
        byte[] content = [.. Enumerable.Range(0, 2_500_000).Select(value => (byte)value)];
        await using (var store = await _server.OpenAsync("shop", _settings))
        {
            for (var number = 1; number <= 5; number++)
            {
                await store.SaveGenerationAsync(Generations.Manifest(number), (stream, cancel) => stream.WriteAsync(content, cancel), Cancellation);
            }

            var path = await store.LocateGenerationAsync(5, Cancellation);
            Assert.Equal(_settings.CachedGenerations, Directory.GetFiles(Path.GetDirectoryName(path)!).Length);
            await File.WriteAllBytesAsync(path, content[..100], Cancellation);
            Assert.Equal(content, await File.ReadAllBytesAsync(await store.LocateGenerationAsync(5, Cancellation), Cancellation));
            File.WriteAllBytes(path, new byte[content.Length]);
        }

        await using var again = await _server.OpenAsync("shop", _settings);
        Assert.Equal(content, await File.ReadAllBytesAsync(await again.LocateGenerationAsync(5, Cancellation), Cancellation));
        Assert.Equal(content, await File.ReadAllBytesAsync(await again.LocateGenerationAsync(1, Cancellation), Cancellation));
    }

    [Fact]
    public async Task A_replica_serves_what_it_has_and_the_primary_what_it_has_not()
    {
        await using var store = await _server.OpenAsync("shop", _settings with { ReadConnectionString = "Host=127.0.0.1;Port=1;Username=attune;Database=postgres" });
        await store.WriteAsync(PropertyOwner.Item, [new("a", "{}", new EventTime(1))], Cancellation);
        await store.AssignOrdinalsAsync([new("a")], 0, Cancellation);
        Assert.Single(await store.LoadAsync(PropertyOwner.Item, Cancellation).ToListAsync(Cancellation));
        Assert.Single(await store.LoadOrdinalsAsync(0, Cancellation));

        // Another database stands for a replica that is behind: nothing written here is in it.
        await PostgresTestServer.AskAsync<int>(_settings, "SELECT 1");
        await using (var behind = await _server.OpenAsync("shop", _settings with { ConnectionString = _settings.ConnectionString.Replace("postgres", "template1", StringComparison.Ordinal) }, "c"))
        {
            await behind.WriteAsync(PropertyOwner.Item, [new("other", "{}", new EventTime(1))], Cancellation);
        }

        await using var reading = await _server.OpenAsync(
            "shop", _settings with { ReadConnectionString = _settings.ConnectionString.Replace("postgres", "template1", StringComparison.Ordinal) }, "d");
        Assert.Equal("other", Assert.Single(await reading.LoadAsync(PropertyOwner.Item, Cancellation).ToListAsync(Cancellation)).Id);
        await reading.WriteAsync(PropertyOwner.Item, [new("b", "{}", new EventTime(1))], Cancellation);
        Assert.Equal(2, (await reading.LoadAsync(PropertyOwner.Item, Cancellation).ToListAsync(Cancellation)).Count);
    }

    // The breaker may still be open, and the server may still be starting.
    static async Task<T> TryAgainAsync<T>(Func<ValueTask<T>> ask)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                return await ask();
            }
            catch (PostgresUnavailableException) when (left > 0)
            {
                await Task.Delay(100, Cancellation);
            }
        }
    }
}
