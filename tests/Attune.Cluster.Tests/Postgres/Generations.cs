using Attune.Events;
using Attune.Generations;

namespace Attune.Cluster.Tests.Postgres;

static class Generations
{
    public static GenerationManifest Manifest(int number) => new()
    {
        Number = number,
        TrainedAt = new EventTime(1_700_000_000_000_000),
        TrainingTook = TimeSpan.FromSeconds(1),
        Seed = 1,
        Log = LogToken.None,
        DataFingerprint = "f",
        Users = 1,
        Items = 1,
        Interactions = 1,
        Settings = new Dictionary<string, double>(),
        Metrics = new Dictionary<string, double>(),
        Verdict = "The first generation.",
    };
}
