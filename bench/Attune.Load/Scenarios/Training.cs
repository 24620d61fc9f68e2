using System.Globalization;

namespace Attune.Load.Scenarios;

/// <summary>One training of all models with its backtest, as the schedule would run it.</summary>
sealed class Training : IScenario
{
    public string Name => "train";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var job = await server.PostAsync("v1/jobs", """{"kind":"train"}""", cancellation);
        var id = job.GetProperty("id").GetString();
        while (job.GetProperty("state").GetString() == "running")
        {
            await Task.Delay(200, cancellation);
            job = await server.GetAsync("v1/jobs/" + id, cancellation);
        }

        var took = job.GetProperty("endedAt").GetDateTimeOffset() - job.GetProperty("startedAt").GetDateTimeOffset();
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"training and backtest, {options.Events:n0} events, {options.Items:n0} items"),
                string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s ({job.GetProperty("state").GetString()}: {job.GetProperty("outcome").GetString()})")),
        ];
    }
}
