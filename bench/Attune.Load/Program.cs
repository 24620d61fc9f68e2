using Attune.Load;
using Attune.Load.Clusters;
using Attune.Load.Scenarios;
using Attune.Load.Telemetry;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var clock = TimeProvider.System;
if (args is ["cluster", ..])
{
    return await ClusterRun.RunAsync(args[1..], clock, stop.Token);
}

if (args is ["ask", ..])
{
    return await Asker.RunAsync(args[1..], stop.Token);
}

if (args is ["telemetry", ..])
{
    return await TelemetryRun.RunAsync(args[1..], clock, stop.Token);
}

var options = LoadOptions.Parse(args);
var shop = new SyntheticShop(options.Items, options.Users, options.Categories, seed: 1);
IScenario[] scenarios =
[
    new BatchedIngest(shop, clock), new Memory(), new Training(), new SingleIngest(shop, clock), new Recommending(shop), new Freshness(shop, clock), new Starting(),
];

var data = Directory.CreateDirectory(options.Data ?? Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).FullName;
var measurements = new List<Measurement>();

// Trained when a scenario says so, not by the server's own schedule.
await File.WriteAllTextAsync(Path.Combine(data, "attune.json"), """{"schedule":{"enabled":false}}""");
try
{
    await using var server = await ServerProcess.StartAsync(ServerProcess.Executable, data, stop.Token);
    foreach (var scenario in scenarios.Where(scenario => options.Only is null || options.Only.Split(',').Contains(scenario.Name)))
    {
        Console.Error.WriteLine($"{scenario.Name} ...");
        foreach (var row in await scenario.RunAsync(server, options, stop.Token))
        {
            Console.Error.WriteLine($"  {row.What}: {row.Figure}");
            measurements.Add(row);
        }
    }
}
finally
{
    if (options.Data is null)
    {
        Directory.Delete(data, recursive: true);
    }
}

var report = Report.Render(measurements, "bench/load " + string.Join(' ', args), clock.GetUtcNow());
Console.Write(report);
if (options.Out is { } file)
{
    await File.WriteAllTextAsync(file, report, stop.Token);
}

return 0;
