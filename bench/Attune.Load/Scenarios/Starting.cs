using System.Globalization;

namespace Attune.Load.Scenarios;

/// <summary>From the start of the process to <c>/health/ready</c> over everything the scenarios before have written.</summary>
sealed class Starting : IScenario
{
    public string Name => "start";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var status = await server.GetAsync("v1/status", cancellation);
        var size = string.Create(
            CultureInfo.InvariantCulture,
            $"{status.GetProperty("events").GetInt64():n0} events, {status.GetProperty("items").GetInt64():n0} items, {status.GetProperty("profiles").GetInt64():n0} profiles");
        var afterStop = await server.RestartAsync(kill: false, cancellation);
        var afterKill = await server.RestartAsync(kill: true, cancellation);
        return
        [
            new($"start until ready after a clean stop, {size}", Seconds(afterStop)),
            new("the same after SIGKILL", Seconds(afterKill)),
        ];
    }

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
