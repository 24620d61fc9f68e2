using Attune.Peers;
using Attune.Peers.Linear;
using Attune.Peers.Neighbors;
using Attune.Peers.Retrieval;
using Attune.Peers.Training;

IComparison[] comparisons =
[
    new FlopsComparison(), new LinearComparison(), new NeighborComparison(), new RetrievalComparison(), new TrainingComparison(), new WarmComparison(),
];

var options = PeerOptions.Parse(args, comparisons);
var results = new List<Result>();
foreach (var comparison in comparisons.Where(comparison => options.Names.Contains(comparison.Name)))
{
    Console.Error.WriteLine($"{comparison.Name}: {comparison.What} ...");
    foreach (var result in comparison.Run(options))
    {
        Console.Error.WriteLine(Report.Row(result));
        results.Add(result);
    }
}

var report = Report.Render(results, "bench/peers " + string.Join(' ', args), TimeProvider.System.GetUtcNow());
Console.Write(report);
if (options.Out is { } file)
{
    await File.WriteAllTextAsync(file, report);
}
