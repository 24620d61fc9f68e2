using Attune.Learning.Blending;
using Attune.Learning.Evaluation;

namespace Attune.Tuning;

/// <summary>What came of a race.</summary>
sealed record RaceResult
{
    /// <summary>All that took part, simplest first, with the best each came to.</summary>
    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>Every training tried, in order.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The best single model, or the simplest level with it; null where nothing could be tried.</summary>
    public Contender? Winner { get; init; }

    /// <summary>The best blend of any models; null where nothing could be tried.</summary>
    public RacedBlend? Blend { get; init; }

    /// <summary>The best blend a generation can serve: at most one model of a slot.</summary>
    public RacedBlend? Served { get; init; }

    /// <summary>How many questions a trial was asked.</summary>
    public required int Questions { get; init; }

    /// <summary>What was chosen and why, in sentences.</summary>
    public required IReadOnlyList<string> Why { get; init; }

    internal static RaceResult Unheld(IReadOnlyList<Contender> contenders, string why) =>
        new() { Contenders = contenders, Trials = [], Questions = 0, Why = [why] };
}

/// <summary>A blend that was learned.</summary>
/// <param name="Parts">What it keeps, simplest first, each with its weight; the weights sum to 1.</param>
/// <param name="Figure">Its NDCG on the questions the weights were learned on.</param>
/// <param name="Alone">The best single part, or the simplest level with it, on the same questions.</param>
/// <param name="AloneFigure">NDCG of that part.</param>
/// <param name="Gain">How far the blend is above it.</param>
/// <param name="Steps">What was looked at and kept or left out, in order.</param>
sealed record RacedBlend(
    IReadOnlyList<(Contender Model, float Weight)> Parts,
    double Figure,
    Contender Alone,
    double AloneFigure,
    Estimate Gain,
    IReadOnlyList<(Contender Model, BlendStep Step)> Steps)
{
    internal static RacedBlend Of(IReadOnlyList<Contender> standing, BlendWeights learned) => new(
        [.. standing.Zip(learned.ByPart).Where(pair => pair.Second > 0)],
        learned.Figure,
        standing[learned.BestAlone],
        learned.AloneFigure,
        learned.Gain,
        [.. learned.Told.Select(step => (standing[step.Part], step))]);

    /// <summary>True where it keeps the same models as another.</summary>
    internal bool SameAs(RacedBlend other) => Parts.SequenceEqual(other.Parts);
}
