namespace Attune.Client.Wire;

/// <summary>What the last tuning tried, what it chose, and why.</summary>
public sealed record TuningInfo
{
    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What came of it, in a sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>True where its plan was put in place.</summary>
    public required bool Adopted { get; init; }

    /// <summary>NDCG of what was trained until then; null where it was not compared.</summary>
    public double? Now { get; init; }

    /// <summary>NDCG of the best found, on the same questions.</summary>
    public double? Found { get; init; }

    /// <summary>The plan that was put in place.</summary>
    public PlanInfo? Plan { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many validation questions each trial was asked.</summary>
    public required int Questions { get; init; }

    /// <summary>What was chosen and why, in sentences.</summary>
    public required IReadOnlyList<string> Why { get; init; }

    /// <summary>Every training tried, in order.</summary>
    public required IReadOnlyList<TrialInfo> Trials { get; init; }
}

/// <summary>Which model makes each part of the next generations, with which settings, and what each source weighs.</summary>
public sealed record PlanInfo
{
    /// <summary>The model of similar items.</summary>
    public required string Similar { get; init; }

    /// <summary>The model of taste.</summary>
    public required string Taste { get; init; }

    /// <summary>The model of what comes next, beside the index of visits; empty for none.</summary>
    public required string Next { get; init; }

    /// <summary>Settings that differ from the workspace's, as <c>ials.factors</c>.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }

    /// <summary>What candidate sources weigh, by name.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }
}

/// <summary>One training that was tried.</summary>
public sealed record TrialInfo
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>NDCG on the validation questions; null where it was not reached.</summary>
    public double? Ndcg { get; init; }

    /// <summary>Time to train and to ask.</summary>
    public required double Seconds { get; init; }

    /// <summary>True where it was the best of its kind when it was tried.</summary>
    public required bool Kept { get; init; }

    /// <summary>Why it was kept or dropped.</summary>
    public required string Why { get; init; }

    /// <summary>The settings it was trained with.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }
}
