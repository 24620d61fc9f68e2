namespace Attune.Load.Telemetry;

/// <summary>What a stretch of questions cost one server.</summary>
/// <param name="Processor">Processor time of the server a question, in microseconds.</param>
/// <param name="Median">Latency, in milliseconds.</param>
/// <param name="Tail">Its 99th percentile.</param>
/// <param name="Failures">Questions without a good answer.</param>
sealed record Block(double Processor, double Median, double Tail, int Failures)
{
    /// <summary>Asks the questions from number <paramref name="first"/> on, at a fixed rate, scraping meanwhile where told to.</summary>
    public static async Task<Block> RunAsync(
        ServerProcess server, string[] questions, int first, LoadOptions options, bool isScraped, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var scraping = isScraped ? ScrapeAsync(server, ended.Token) : Task.CompletedTask;
        var before = server.ProcessorTime;
        var outcome = await OpenLoop.RunAsync(options.Rate, options.Duration, Ask, cancellation);
        var processor = server.ProcessorTime - before;
        await ended.CancelAsync();
        await scraping;
        return new(
            processor.TotalMicroseconds / Math.Max(1, outcome.Latencies.Count), outcome.Latencies.At(50), outcome.Latencies.At(99), outcome.Failures);

        async Task<bool> Ask(int number, CancellationToken cancelled)
        {
            using var answer = await server.Http.GetAsync(questions[(first + number) % questions.Length], cancelled);
            await answer.Content.CopyToAsync(Stream.Null, cancelled);
            return answer.IsSuccessStatusCode;
        }
    }

    // At once and every five seconds: three times as often as the scrape configuration in deploy has it.
    static async Task ScrapeAsync(ServerProcess server, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "metrics") { Headers = { { "Accept", "application/openmetrics-text;version=1.0.0" } } };
                using var answer = await server.Http.SendAsync(request, cancellation);
                await answer.Content.CopyToAsync(Stream.Null, cancellation);
                await Task.Delay(TimeSpan.FromSeconds(5), cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The stretch has ended.
        }
    }
}
