using System.Diagnostics;
using System.Globalization;
using Attune.Evaluating;
using Attune.Evaluating.Models;
using Attune.Learning.Splits;

namespace Attune.Growth;

/// <summary>What one training took.</summary>
/// <param name="CpuSeconds">Of all threads: what is left of a disturbed machine's time.</param>
/// <param name="PeakMegabytes">The most memory that was in use at a time above what the data took before.</param>
sealed record TrainingCost(double CpuSeconds, double PeakMegabytes)
{
    const int Seed = 1;

    /// <summary>Trains a model once small, so that its code is compiled, and once to be measured; in a process of its own, for the memory.</summary>
    public static TrainingCost Of(string model, ShopShape shape)
    {
        var arguments = string.Create(CultureInfo.InvariantCulture, $"train {model} {shape.Users} {shape.Items} {shape.Interactions}");
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };

        // Compiled once and for all by the small training, so that no compiling is measured with the other.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var child = Process.Start(start)!;
        var answer = child.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        child.WaitForExit();
        return child.ExitCode == 0 && answer.Length == 2
            ? new(double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"Training {model} of {shape} failed with exit code {child.ExitCode}.");
    }

    /// <summary>The process's own side of <see cref="Of"/>.</summary>
    public static TrainingCost Measure(string model, ShopShape shape)
    {
        Train(model, Split(ShopShape.Base with { Users = 400, Interactions = 4_000 }));
        var split = Split(shape);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var peak = new PeakMemory();
        var cpu = Environment.CpuUsage.TotalTime;
        Train(model, split);
        return new((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, peak.Megabytes());
    }

    static DataSplit Split(ShopShape shape)
    {
        var interactions = SyntheticShop.Make(shape, Seed);
        return new DataSplit(interactions, Histories.From(interactions), HeldOut.From([], []));
    }

    static void Train(string model, DataSplit split)
    {
        var rows = TrialModels.From(new EvaluationSettings { Models = [model], Seed = Seed, Repeats = true }, timed: true, ordered: true);
        rows[0].Models[0].Train(split, CancellationToken.None);
    }
}
