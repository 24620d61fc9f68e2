using System.Globalization;
using Attune.Evaluating;
using Attune.Growth;

if (args is ["train", var trained, var users, var items, var interactions])
{
    var cost = TrainingCost.Measure(trained, new ShopShape(Number(users), Number(items), Number(interactions)));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cost.CpuSeconds} {cost.PeakMegabytes}"));
    return;
}

int[] times = [1, 2, 4, 8, 16];
var models = args.Length > 0 ? args : [.. EvaluationSettings.KnownModels];
Console.WriteLine($"# Growth\n\n{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}. Command: `{string.Join(' ', ["bench/growth", .. args])}`.");
Console.WriteLine($"Synthetic shops, from {ShopShape.Base.Users} users, {ShopShape.Base.Items} items and {ShopShape.Base.Interactions} interactions, 1, 2, 4, 8 and 16 times as much.");
Console.WriteLine("Settings are the defaults; CPU time is of all threads; b: cost grows as size to the power b, by least squares in logarithms.\n");
Console.WriteLine("| model | what grows | CPU s | b | peak MB | b |\n|---|---|---|---|---|---|");
foreach (var model in models)
{
    foreach (var (name, shape) in ShopShape.Curves)
    {
        Console.WriteLine(new GrowthCurve(model, name, times, [.. times.Select(factor => TrainingCost.Of(model, shape(factor)))]).Row());
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
