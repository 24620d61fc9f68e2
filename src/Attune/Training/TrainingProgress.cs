namespace Attune.Training;

/// <summary>How far a training is.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Stage">What it is doing, in a few words.</param>
public readonly record struct TrainingProgress(double Share, string Stage);

/// <summary>One stage's part of the whole: its own 0 to 1 becomes <c>from</c> to <c>to</c>.</summary>
sealed class StageProgress(IProgress<TrainingProgress>? whole, string stage, double from, double to) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => whole?.Report(new TrainingProgress(from + ((to - from) * Math.Clamp(value, 0, 1)), stage));

    /// <summary>A part of this part.</summary>
    public StageProgress Part(string name, double begin, double end) =>
        new(whole, $"{stage}: {name}", from + ((to - from) * begin), from + ((to - from) * end));
}
