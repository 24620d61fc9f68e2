using System.Diagnostics;
using System.Globalization;

namespace Attune.Load.Telemetry;

/// <summary>A process of its own that asks a server at a fixed rate, so that what asking costs is not counted with what answering does.</summary>
sealed class Asker : IAsyncDisposable
{
    readonly Process _process;

    Asker(Process process) => _process = process;

    /// <summary>What it saw.</summary>
    /// <param name="Median">Latency, in milliseconds: the middle one of all seconds' medians.</param>
    /// <param name="Tail">The same of their 99th percentiles.</param>
    /// <param name="Failures">Questions without a good answer.</param>
    public sealed record Outcome(double Median, double Tail, int Failures);

    /// <summary>Begins to ask.</summary>
    public static Asker Start(string address, LoadOptions options, TimeSpan time)
    {
        string[] arguments = ["ask", address, Text(options.Items), Text(options.Users), Text(options.Categories), Text(options.Rate), Text((int)time.TotalSeconds)];
        return new(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What the process does: asks until its time is over or its input ends, and says what it saw.</summary>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        int[] numbers = [.. arguments[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var shop = new SyntheticShop(numbers[0], numbers[1], numbers[2], seed: 1);
        var random = new Random(2);
        var questions = Enumerable.Range(0, 20_000).Select(_ => shop.Question(random)).ToArray();
        using var http = new HttpClient { BaseAddress = new Uri(arguments[0].TrimEnd('/') + "/") };
        var isOver = Task.Run(Console.In.ReadToEnd, CancellationToken.None);
        var (medians, tails, failures) = (new Latencies(), new Latencies(), 0);
        for (var second = 0; second < numbers[4] && !isOver.IsCompleted; second++)
        {
            var outcome = await OpenLoop.RunAsync(numbers[3], TimeSpan.FromSeconds(1), (number, cancelled) => AskAsync((second * numbers[3]) + number, cancelled), cancellation);
            failures += outcome.Failures;
            medians.Add(TimeSpan.FromMilliseconds(outcome.Latencies.At(50)));
            tails.Add(TimeSpan.FromMilliseconds(outcome.Latencies.At(99)));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{medians.At(50)} {tails.At(50)} {failures}"));
        return 0;

        async Task<bool> AskAsync(int number, CancellationToken cancelled)
        {
            using var answer = await http.GetAsync(questions[number % questions.Length], cancelled);
            await answer.Content.CopyToAsync(Stream.Null, cancelled);
            return answer.IsSuccessStatusCode;
        }
    }

    /// <summary>Ends the asking.</summary>
    public async Task<Outcome> EndAsync(CancellationToken cancellation)
    {
        _process.StandardInput.Close();
        var said = (await _process.StandardOutput.ReadToEndAsync(cancellation)).Split(' ');
        return new(Number(said[0]), Number(said[1]), (int)Number(said[2]));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
