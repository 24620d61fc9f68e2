using Attune.Operating;

namespace Attune.Tuning;

/// <summary>How much is spent on choosing models, and what counts as better.</summary>
public sealed record TuningSettings
{
    /// <summary>How long may be searched; nothing that runs when it ends is finished. 1 second to 1 day; default 5 minutes.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most validation questions a trial is asked; of more, a seeded sample. 100 to 1 000 000; default 3 000.</summary>
    public int Questions { get; init; } = 3_000;

    /// <summary>Most validation questions the blend is learned on, drawn anew. 100 to 100 000; default 4 000.</summary>
    public int BlendQuestions { get; init; } = 4_000;

    /// <summary>Items of each model the blend is learned on, a question. 10 to 2 000; default 200.</summary>
    public int BlendItems { get; init; } = 200;

    /// <summary>Of two models the simpler wins unless the other is better by at least this share, and beyond chance. 0 to 1; default 0.01.</summary>
    public double LeastGain { get; init; } = 0.01;

    /// <summary>A blend keeps a model only where that raises the figure by at least this share, and beyond chance. 0 to 1; default 0.005.</summary>
    public double LeastBlendGain { get; init; } = 0.005;

    /// <summary>Resamples of the bootstrap that says what is chance. 50 to 100 000; default 500.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("tuning")
        .Within(Budget, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        .Within(Questions, 100, 1_000_000)
        .Within(BlendQuestions, 100, 100_000)
        .Within(BlendItems, 10, 2_000)
        .Within(LeastGain, 0, 1)
        .Within(LeastBlendGain, 0, 1)
        .Within(Resamples, 50, 100_000)
        .Found;
}
