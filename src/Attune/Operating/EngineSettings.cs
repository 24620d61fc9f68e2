using Attune.History;
using Attune.Live;
using Attune.Recommending;
using Attune.Recommending.Lists.Audiences;
using Attune.Searching;
using Attune.Training;
using Attune.Tuning;

namespace Attune.Operating;

/// <summary>Every setting of one workspace's engine, a record a folder; units, ranges and defaults stand there.</summary>
public sealed record EngineSettings
{
    /// <summary>Profiles, overlay and the weights of events.</summary>
    public LiveSettings Live { get; init; } = new();

    /// <summary>From the log to the history.</summary>
    public ArchiverSettings Archive { get; init; } = new();

    /// <summary>Models, backtest and what is kept.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>How much a tuning spends, and what counts as better.</summary>
    public TuningSettings Tuning { get; init; } = new();

    /// <summary>When the server trains by itself.</summary>
    public TrainingScheduleSettings Schedule { get; init; } = new();

    /// <summary>How lists are made.</summary>
    public RecommendSettings Recommend { get; init; } = new();

    /// <summary>What of items is searched.</summary>
    public SearchSettings Search { get; init; } = new();

    /// <summary>How users are found.</summary>
    public AudienceSettings Audience { get; init; } = new();

    /// <summary>What falls to this node. Default everything.</summary>
    public NodeRoles Roles { get; init; } = NodeRoles.All;

    /// <summary>Event ids remembered to tell duplicates. 1 to 100 000 000; default 1 000 000.</summary>
    public int DuplicateWindow { get; init; } = 1_000_000;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults()
    {
        IEnumerable<string> own = DuplicateWindow is >= 1 and <= 100_000_000
            ? []
            : [FormattableString.Invariant($"duplicateWindow is {DuplicateWindow}; it must be 1 to 100000000.")];
        return [.. Live.Faults(), .. Archive.Faults(), .. Training.Faults(), .. Tuning.Faults(), .. Schedule.Faults(), .. Recommend.Faults(), .. Search.Faults(), .. Audience.Faults(), .. own];
    }
}
