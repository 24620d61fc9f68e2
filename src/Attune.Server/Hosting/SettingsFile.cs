using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attune.Cluster;
using Attune.Embedded;
using Attune.Embedded.Answers;
using Attune.Embedded.DuckDb;
using Attune.Embedded.Log;
using Attune.History;
using Attune.Live;
using Attune.Operating;
using Attune.Recommending;
using Attune.Recommending.Lists.Audiences;
using Attune.Searching;
using Attune.Training;
using Attune.Tuning;

namespace Attune.Server.Hosting;

/// <summary>
/// The settings of a data directory: <c>attune.json</c> in it, one object a part. What is not named keeps its default; what
/// is not known is refused.
/// </summary>
public sealed record SettingsFile
{
    /// <summary>The file's name in the data directory.</summary>
    public const string Name = "attune.json";

    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

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

    /// <summary>The segment log.</summary>
    public SegmentLogSettings Log { get; init; } = new();

    /// <summary>Answers on the disk.</summary>
    public AnswerFilesSettings Answers { get; init; } = new();

    /// <summary>The history's DuckDB.</summary>
    public DuckDbSettings History { get; init; } = new();

    /// <summary>The servers behind the ports; a port that is not named stays in the data directory.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>Event ids remembered to tell duplicates. 1 to 100 000 000; default 1 000 000.</summary>
    public int DuplicateWindow { get; init; } = new EngineSettings().DuplicateWindow;

    internal EngineSettings Engine => new()
    {
        Live = Live,
        Archive = Archive,
        Training = Training,
        Tuning = Tuning,
        Schedule = Schedule,
        Recommend = Recommend,
        Search = Search,
        Audience = Audience,
        DuplicateWindow = DuplicateWindow,
    };

    internal EmbeddedSettings Embedded => new() { Log = Log, Answers = Answers, History = History };

    /// <summary>Reads the file; the defaults where there is none.</summary>
    /// <exception cref="ServerOptionsException">It is no JSON, names something unknown, or a value is out of its range.</exception>
    public static SettingsFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new();
        }

        SettingsFile read;
        try
        {
            var text = JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient) as JsonObject;
            EnvironmentNames.Fill(text?["cluster"], Environment.GetEnvironmentVariable);
            read = text.Deserialize<SettingsFile>(Options) ?? new();
        }
        catch (JsonException wrong)
        {
            throw new ServerOptionsException($"{path}: {wrong.Message}");
        }

        var faults = read.Engine.Faults().Concat(read.Log.Faults()).Concat(read.Answers.Faults()).Concat(read.History.Faults()).Concat(read.Cluster.Faults()).ToList();
        return faults.Count == 0
            ? read
            : throw new ServerOptionsException($"{path}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }
}
