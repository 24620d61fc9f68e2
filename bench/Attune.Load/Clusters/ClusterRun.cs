using System.Globalization;

namespace Attune.Load.Clusters;

/// <summary><c>bench/cluster</c>: servers and nodes are started, something is done to them, a table is written.</summary>
static class ClusterRun
{
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock, CancellationToken cancellation)
    {
        var what = arguments.FirstOrDefault() ?? "all";
        string? Value(string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        var minutes = double.Parse(Value("--minutes") ?? "10", CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "attune-" + Path.GetRandomFileName())).FullName;
        var shop = new SyntheticShop(items: 10_000, users: 20_000, categories: 100, seed: 1);
        var measurements = new List<Measurement>();
        var whole = false;
        try
        {
            await using var rig = await Rig.StartAsync(folder, shop, clock, cancellation);
            if (what is "all" or "sustained")
            {
                measurements.AddRange(await Sustained.RunAsync(rig, TimeSpan.FromMinutes(minutes), cancellation));
            }

            if (what is "all" or "rolling")
            {
                measurements.AddRange(await Rolling.RunAsync(rig, cancellation));
            }

            if (what is "all" or "chaos")
            {
                measurements.AddRange(await Chaos.RunAsync(rig, Value("--only"), cancellation));
            }

            whole = measurements.TrueForAll(row => row.Met != false);
        }
        finally
        {
            if (whole)
            {
                Directory.Delete(folder, recursive: true);
            }
            else
            {
                Console.Error.WriteLine($"What nodes and servers wrote is in {folder}.");
            }
        }

        var report = Report.Render(measurements, "bench/cluster " + string.Join(' ', arguments), clock.GetUtcNow(), $"# A cluster: {what}");
        Console.Write(report);
        if (Value("--out") is { } file)
        {
            await File.WriteAllTextAsync(file, report, cancellation);
        }

        return whole ? 0 : 1;
    }
}
