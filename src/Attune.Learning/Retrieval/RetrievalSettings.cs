namespace Attune.Learning.Retrieval;

/// <summary>How the best items are found, and how surely.</summary>
public sealed record RetrievalSettings
{
    /// <summary>Items above which not all are scanned; 0 to 2 147 483 647; default 250 000. Up to it what is found is exact.</summary>
    public int ApproximateAbove { get; init; } = 250_000;

    /// <summary>Share of the best items that an approximate index has to find, on average over the queries it is measured by; 0.5 to 1; default 0.98.</summary>
    public double Recall { get; init; } = 0.98;

    /// <summary>How many best items recall is measured on; 1 to 1 000; default 20.</summary>
    public int RecallAt { get; init; } = 20;

    /// <summary>Items a list has on average; 64 to 65 536; default 512. Fewer is faster to search and slower to build.</summary>
    public int ItemsPerList { get; init; } = 512;

    /// <summary>Rounds of k-means; 1 to 100; default 6.</summary>
    public int Rounds { get; init; } = 6;

    /// <summary>Queries recall is measured by, where none are given; 1 to 10 000; default 400.</summary>
    public int Queries { get; init; } = 400;

    /// <summary>Of the first centres and of the queries: same items, same settings, same seed give the same index. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to build with; 0 (default) = all processors. The index does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The message names the setting, its value and the limit.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ApproximateAbove);
        Within(Recall, 0.5, 1, nameof(Recall));
        Within(RecallAt, 1, 1000, nameof(RecallAt));
        Within(ItemsPerList, 64, 65_536, nameof(ItemsPerList));
        Within(Rounds, 1, 100, nameof(Rounds));
        Within(Queries, 1, 10_000, nameof(Queries));
        Within(Threads, 0, 1024, nameof(Threads));
    }

    static void Within(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most}.");
        }
    }
}
