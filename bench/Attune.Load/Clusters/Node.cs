using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Attune.Load.Clusters;

/// <summary>A node: a server process with roles and a directory of its own, started again as often as wanted.</summary>
/// <param name="name">Its name.</param>
/// <param name="roles">What falls to it.</param>
/// <param name="data">Its directory.</param>
/// <param name="wire">What joins it to the servers; null where it runs beside them.</param>
sealed class Node(string name, string roles, string data, Wire? wire) : IAsyncDisposable
{
    static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    Process? _process;

    public string Name => name;

    public string Roles => roles;

    /// <summary>What joins it to the servers; null where it runs beside them.</summary>
    public Wire? Wire => wire;

    /// <summary>Where it listens; of the last start.</summary>
    public Uri? Address { get; private set; }

    /// <summary>False from the moment it is told to drain, or is known to be down: a load balancer's view.</summary>
    public bool IsServing { get; private set; }

    public async Task StartAsync(string settings, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "attune.json"), settings, cancellation);
        var log = Path.Combine(data, "node.log");
        string[] serve = [ServerProcess.Executable, "serve", "--data", data, "--host", wire?.Address ?? "127.0.0.1", "--port", "0", "--roles", roles, "--drain", "2"];
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >>\"$LOG\" 2>&1", .. wire?.Entering ?? [], .. serve])
        {
            Environment = { ["LOG"] = log },
        }) ?? throw new InvalidOperationException("The node did not start.");
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < LongestStart)
        {
            await Task.Delay(50, cancellation);
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{name} ended at its start: {string.Join(' ', File.ReadLines(log).TakeLast(5))}");
            }

            if (await ReadAddressAsync(cancellation) is { } address && await IsReadyAsync(address, cancellation))
            {
                (Address, IsServing) = (address, true);
                return;
            }
        }

        throw new InvalidOperationException($"{name} was not ready within {LongestStart}; its log is {log}.");
    }

    /// <summary>SIGTERM; it drains, stops and ends by itself.</summary>
    public async Task StopAsync()
    {
        IsServing = false;
        using var term = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGKILL, and nobody is told.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP or SIGCONT.</summary>
    public void Signal(string signal)
    {
        using var sent = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        sent.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    async Task<Uri?> ReadAddressAsync(CancellationToken cancellation)
    {
        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "server.json"), cancellation));
            return json.RootElement.GetProperty("ProcessId").GetInt32() == _process!.Id ? new Uri(json.RootElement.GetProperty(nameof(Address)).GetString()!) : null;
        }
        catch (Exception early) when (early is IOException or JsonException)
        {
            return null;
        }
    }

    static async Task<bool> IsReadyAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(2) };
            using var ready = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellation);
            return ready.IsSuccessStatusCode;
        }
        catch (Exception down) when (down is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
