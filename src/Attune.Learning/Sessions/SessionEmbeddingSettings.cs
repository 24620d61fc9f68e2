namespace Attune.Learning.Sessions;

/// <summary>How a <see cref="SessionEmbedding"/> is trained.</summary>
public sealed record SessionEmbeddingSettings
{
    /// <summary>Numbers of a vector: a multiple of 32, from 32 to 512; default 64.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Times every prefix is learned from, 1 to 200; default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Adam's first step; it falls in a line to a tenth. Above 0, to 1; default 0.01.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>The share of an item's numbers that are left out in training, 0 to 0.9; default 0.25.</summary>
    public float Dropout { get; init; } = 0.25f;

    /// <summary>Scores are cosines divided by this: the lower, the more the nearest items take all. 0.01 to 1; default 0.09.</summary>
    public float Temperature { get; init; } = 0.09f;

    /// <summary>Distinct items of a session that are looked at, the last ones, 1 to 50; default 10.</summary>
    public int Length { get; init; } = 10;

    /// <summary>Prefixes a step is computed from, a multiple of 64 from 64 to 4 096; default 512.</summary>
    public int Batch { get; init; } = 512;

    /// <summary>
    /// Items a batch is held against, on average, drawn the more often the more popular: 64 to 1 000 000; default 2 048. Where there
    /// are no more items than this, all are.
    /// </summary>
    public int Candidates { get; init; } = 2_048;

    /// <summary>Of everything random; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; 0 (default) = all processors. The vectors are the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses a setting outside its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some setting is out of range; the message names it, its value and the limit.</exception>
    public void Validate()
    {
        Limits.Check(Dimensions, 32, 512, nameof(Dimensions));
        Limits.Check(Epochs, 1, 200, nameof(Epochs));
        Limits.Check(LearningRate, float.Epsilon, 1, nameof(LearningRate));
        Limits.Check(Dropout, 0, 0.9, nameof(Dropout));
        Limits.Check(Temperature, 0.01, 1, nameof(Temperature));
        Limits.Check(Length, 1, 50, nameof(Length));
        Limits.Check(Batch, 64, 4_096, nameof(Batch));
        Limits.Check(Candidates, 64, 1_000_000, nameof(Candidates));
        Limits.Check(Threads, 0, 4_096, nameof(Threads));
        if (Dimensions % 32 != 0 || Batch % SessionBatch.RowsPerBlock != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Dimensions), Dimensions, $"Dimensions ({Dimensions}) must be a multiple of 32, Batch ({Batch}) one of {SessionBatch.RowsPerBlock}.");
        }
    }
}
