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

    /// <summary>True where items met before were asked about as well.</summary>
    public bool Repeats { get; init; }

    /// <summary>Every question.</summary>
    public required ReplayPart? All { get; init; }

    /// <summary>The later half of the questions: nothing was ever chosen by them.</summary>
    public required ReplayPart? SecondHalf { get; init; }

    /// <summary>Questions whose user had bought nothing in the half hour before: the rest of a basket cannot help there.</summary>
    public required ReplayPart? OpeningVisits { get; init; }

    /// <summary>After every thousand events: the events so far, and the questions and hits of that thousand.</summary>
    public required IReadOnlyList<ReplayStep> Steps { get; init; }

    /// <summary>What was asked, in a sentence.</summary>
    public string Protocol => string.Create(
        CultureInfo.InvariantCulture,
        $"hit rate at {K} on {(Repeats ? "what the user takes up next, met before or not" : "the user's next purchase of a product new to them")}, asked just before it, so that the live system has heard {(Repeats ? "the visit" : "the basket")} so far; both systems rank all products and differ in nothing but what they have heard; 95 % intervals by bootstrap over questions");

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

        text.AppendLine();
        foreach (var (name, part) in Parts.Where(part => part.Part is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name} ({part!.Questions:n0} questions): live {Text(part.Live)}, frozen {Text(part.Frozen)}, difference {Text(part.Difference)}: x{part.Live.Mean / Math.Max(1e-9, part.Frozen.Mean):0.00}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Trainings} trainings; intervals of 95 % in brackets.").ToString();
    }

    (string Name, ReplayPart? Part)[] Parts => [("all", All), ("second half", SecondHalf), ("opening a visit", OpeningVisits)];

    /// <summary>The report for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["protocol"] = Protocol,
        ["events"] = Events,
        ["trainings"] = Trainings,
        ["questions"] = Steps.Sum(step => step.Questions),
        ["all"] = Node(All),
        ["secondHalf"] = Node(SecondHalf),
        ["openingVisits"] = Node(OpeningVisits),
        ["steps"] = new JsonArray([.. Steps.Select(step => (JsonNode)new JsonObject
        {
            ["events"] = step.Events,
            ["questions"] = step.Questions,
            ["live"] = step.LiveHits,
            ["frozen"] = step.FrozenHits,
        })]),
    };

    static string Text(Estimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{estimate.Mean:0.0000} [{estimate.Low:0.0000} {estimate.High:0.0000}]");

    static JsonObject? Node(ReplayPart? part) => part is null ? null : new()
    {
        ["questions"] = part.Questions,
        ["live"] = Node(part.Live),
        ["frozen"] = Node(part.Frozen),
        ["difference"] = Node(part.Difference),
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

/// <summary>The hit rates over some of the questions.</summary>
/// <param name="Questions">How many.</param>
/// <param name="Live">Of the live system.</param>
/// <param name="Frozen">Of the frozen one.</param>
/// <param name="Difference">Live less frozen, question by question.</param>
public sealed record ReplayPart(int Questions, Estimate Live, Estimate Frozen, Estimate Difference);
