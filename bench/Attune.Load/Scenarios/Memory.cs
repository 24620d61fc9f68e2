using System.Globalization;

namespace Attune.Load.Scenarios;

/// <summary>What the profiles weigh, by the server's own count of their bytes, and what the whole process holds.</summary>
sealed class Memory : IScenario
{
    public string Name => "memory";

    public async Task<IReadOnlyList<Measurement>> RunAsync(ServerProcess server, LoadOptions options, CancellationToken cancellation)
    {
        var status = await server.GetAsync("v1/status", cancellation);
        var profiles = status.GetProperty("profiles").GetInt64();
        var bytes = status.GetProperty("profileBytes").GetInt64();
        var perMillion = bytes / (double)Math.Max(1, profiles) * 1e6 / (1 << 30);
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"profiles of {profiles:n0} users, {(double)options.Events / Math.Max(1, profiles):0} events each"),
                string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6 / Math.Max(1, profiles) * 1e5:0.0} MB per 100 000 ({perMillion:0.00} GiB per million)"),
                "< 0.5 GiB per million", perMillion < 0.5),
            new("resident memory of the server, all told", string.Create(CultureInfo.InvariantCulture, $"{server.ResidentBytes / 1e6:n0} MB")),
        ];
    }
}
