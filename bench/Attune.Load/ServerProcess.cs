using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Attune.Load;

/// <summary>A server in a process and a data directory of its own, on a free port of the loopback.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    readonly ServerStart _start;
    Process _process;
    Task<string> _log;

    ServerProcess(ServerStart start, Process process, Task<string> log, HttpClient http, string data) =>
        (_start, _process, _log, Http, Data) = (start, process, log, http, data);

    /// <summary>The server as the build of this tree left it.</summary>
    public static string Executable { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../Attune.Server/release/Attune.Server"));

    public HttpClient Http { get; internal set; }

    public string Data { get; }

    /// <summary>What it logged; there once it has ended.</summary>
    public Task<string> Log => _log;

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Task<ServerProcess> StartAsync(string executable, string data, CancellationToken cancellation) =>
        StartAsync(new ServerStart(executable), data, cancellation);

    public static async Task<ServerProcess> StartAsync(ServerStart start, string data, CancellationToken cancellation)
    {
        var (process, log, http) = await LaunchAsync(start, data, cancellation);
        return new ServerProcess(start, process, log, http, data);
    }

    static async Task<(Process Process, Task<string> Log, HttpClient Http)> LaunchAsync(ServerStart how, string data, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(how.Executable, [.. how.Before, "serve", "--data", data, "--port", "0", .. how.Options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{how.Executable} did not start.");
        _ = process.StandardOutput.ReadToEndAsync(cancellation);
        var log = process.StandardError.ReadToEndAsync(cancellation);

        var described = Path.Combine(data, "server.json");
        for (var tries = 0; tries < 6_000 && !process.HasExited; tries++)
        {
            await Task.Delay(10, cancellation);
            if (await AddressAsync(described, process.Id) is { } address)
            {
                var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
                return (process, log, http);
            }
        }

        throw new InvalidOperationException("The server did not say where it listens within a minute.");
    }

    static async Task<string?> AddressAsync(string file, int processId)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file);
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("ProcessId").GetInt32() == processId ? json.RootElement.GetProperty("Address").GetString() : null;
        }
        catch (Exception missing) when (missing is IOException or JsonException)
        {
            return null;
        }
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await Http.GetFromJsonAsync<JsonElement>(path, cancellation);

    public async Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellation)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(path, content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"POST {path} answered {(int)answer.StatusCode}: {text}"));
    }

    public async Task PutAsync(string path, string body, CancellationToken cancellation)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Http.PutAsync(path, content, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"PUT {path} answered {(int)answer.StatusCode}: {text}"));
        }
    }

    /// <summary>Asks a job to stop, and waits until it has ended.</summary>
    public async Task CancelAsync(JsonElement job, CancellationToken cancellation)
    {
        var path = "v1/jobs/" + job.GetProperty("id").GetString();
        using var asked = await Http.PostAsync(path + "/cancel", null, cancellation);
        while ((await GetAsync(path, cancellation)).GetProperty("state").GetString() == "running")
        {
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Waits until everything in the log is in answers and in the history.</summary>
    public async Task CaughtUpAsync(CancellationToken cancellation)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var status = await GetAsync("v1/status", cancellation);
            var end = status.GetProperty("logEnd").GetString();
            if (status.GetProperty("watermark").GetString() == end && status.GetProperty("archived").GetString() == end)
            {
                return;
            }

            await Task.Delay(100, cancellation);
        }

        throw new InvalidOperationException("The server did not catch up with its log within a minute.");
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM; returns when it has ended by itself.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Ends the server and starts it anew over the same data; returns when it listens.</summary>
    /// <param name="kill">SIGKILL, after which no handler runs; otherwise SIGTERM, and it ends by itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How long the new one took to be ready.</returns>
    public async Task<TimeSpan> RestartAsync(bool kill, CancellationToken cancellation)
    {
        if (kill)
        {
            Kill();
        }
        else
        {
            await StopAsync(cancellation);
        }

        await _process.WaitForExitAsync(cancellation);
        _process.Dispose();
        Http.Dispose();

        var begin = Stopwatch.GetTimestamp();
        (_process, _log, Http) = await LaunchAsync(_start, Data, cancellation);
        while (true)
        {
            using var ready = await Http.GetAsync("health/ready", cancellation);
            if (ready.IsSuccessStatusCode)
            {
                return Stopwatch.GetElapsedTime(begin);
            }

            await Task.Delay(10, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
