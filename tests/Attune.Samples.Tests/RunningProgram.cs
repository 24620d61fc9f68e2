using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Attune.Samples.Tests;

/// <summary>A program of this build that says where it listens, and goes on until it is told to end.</summary>
sealed partial class RunningProgram : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly StringBuilder _said = new();
    readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _reading;
    bool _ended;

    RunningProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        Http = new HttpClient { Timeout = Patience };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    public static async Task<RunningProgram> StartAsync(string name, params string[] arguments)
    {
        var executable = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../..", name, "release", name));
        var running = new RunningProgram(Process.Start(new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        if (await Task.WhenAny(running._address.Task, running._reading).WaitAsync(Patience) == running._reading)
        {
            throw new InvalidOperationException($"{name} ended before it listened: {running._said}");
        }

        running.Http.BaseAddress = await running._address.Task;
        return running;
    }

    /// <summary>Ends it as systemd does.</summary>
    /// <returns>All that it has said.</returns>
    public async Task<string> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading;
        Assert.True(_process.ExitCode == 0, $"Ended with {_process.ExitCode}: {_said}");
        return _said.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }

            if (Address().Match(line) is { Success: true } address)
            {
                _address.TrySetResult(new Uri(address.Value));
            }
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
