using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Attune.Learning.Evaluation;

namespace Attune.Evaluating.Replaying;

/// <summary>What a replay showed: the live system beside the same system frozen at its last training.</summary>
public sealed record ReplayReport
{
    /// <summary>Events replayed.</summary>
    public required long Events { get; init; }

    /// <summary>Trainings made on the way.</summary>
    public required int Trainings { get; init; }

    /// <summary>Cut-off of the lists.</summary>
    public required int K { get; init; }

    /// <summary>Hit rate of the live system over all questions.</summary>
    public required Estimate Live { get; init; }

    /// <summary>Hit rate of the frozen system over the same questions.</summary>
    public required Estimate Frozen { get; init; }

    /// <summary>Live less frozen, question by question.</summary>
    public required Estimate Difference { get; init; }

    /// <summary>After every thousand events: the events so far, and the questions and hits of that thousand.</summary>
    public required IReadOnlyList<ReplayStep> Steps { get; init; }

    /// <summary>What was asked, in a sentence.</summary>
    public string Protocol => string.Create(
        CultureInfo.InvariantCulture,
        $"hit rate at {K} on the user's next purchase of a product new to them, asked just before it; both systems rank all products; 95 % intervals by bootstrap over questions");

    /// <summary>The report for people: a row for every tenth of the replay, then the whole.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(Protocol).AppendLine();
        text.AppendLine("    events   questions     live   frozen");
        foreach (var part in Steps.Chunk(Math.Max(1, (Steps.Count + 9) / 10)))
        {
            var asked = part.Sum(step => step.Questions);
            text.AppendLine(CultureInfo.InvariantCulture, $"{part[^1].Events,10:n0}  {asked,10:n0}  {Rate(part.Sum(step => step.LiveHits), asked),7:0.0000}  {Rate(part.Sum(step => step.FrozenHits), asked),7:0.0000}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{Events,10:n0}  {Steps.Sum(step => step.Questions),10:n0}  {Live.Mean,7:0.0000}  {Frozen.Mean,7:0.0000}  all").AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"live {Live.Mean:0.0000} [{Live.Low:0.0000}, {Live.High:0.0000}], frozen {Frozen.Mean:0.0000} [{Frozen.Low:0.0000}, {Frozen.High:0.0000}], difference {Difference.Mean:+0.0000;-0.0000} [{Difference.Low:+0.0000;-0.0000}, {Difference.High:+0.0000;-0.0000}]: {Live.Mean / Math.Max(1e-9, Frozen.Mean):0.00} x; {Trainings} trainings");
        return text.ToString();
    }

    /// <summary>The report for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["protocol"] = Protocol,
        ["events"] = Events,
        ["trainings"] = Trainings,
        ["questions"] = Steps.Sum(step => step.Questions),
        ["live"] = Node(Live),
        ["frozen"] = Node(Frozen),
        ["difference"] = Node(Difference),
        ["steps"] = new JsonArray([.. Steps.Select(step => (JsonNode)new JsonObject
        {
            ["events"] = step.Events,
            ["questions"] = step.Questions,
            ["live"] = step.LiveHits,
            ["frozen"] = step.FrozenHits,
        })]),
    };

    static JsonObject Node(Estimate estimate) => new() { ["mean"] = estimate.Mean, ["low"] = estimate.Low, ["high"] = estimate.High };

    static double Rate(int hits, int asked) => asked == 0 ? 0 : (double)hits / asked;
}

/// <summary>One thousand events of a replay.</summary>
/// <param name="Events">Events replayed up to its end.</param>
/// <param name="Questions">Asked in it.</param>
/// <param name="LiveHits">Of them, hit by the live system.</param>
/// <param name="FrozenHits">Of them, hit by the frozen one.</param>
public sealed record ReplayStep(long Events, int Questions, int LiveHits, int FrozenHits);
