using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Attune.Events;
using Attune.Learning.Evaluation;

namespace Attune.Evaluating.Counterfactual;

/// <summary>Adds up what the ways of making lists are worth, over all questions and over the later half, when most has been learned.</summary>
public sealed class CounterfactualTallies
{
    readonly Dictionary<UserId, int> _groups = [];
    readonly List<double> _bySeed = [];
    readonly Part _all = new(), _late = new();
    Part _seed = new();

    /// <summary>Questions asked, over all seeds.</summary>
    public int Questions { get; private set; }

    /// <summary>The number a user has among the independent groups.</summary>
    internal int GroupOf(UserId user)
    {
        if (!_groups.TryGetValue(user, out var group))
        {
            _groups.Add(user, group = _groups.Count);
        }

        return group;
    }

    internal void Add(int user, bool isLate, ListsOfPolicies lists, (int[] Shown, bool ByChance) logged, double[] propensity, bool[] wanted)
    {
        Questions++;
        foreach (var part in isLate ? (Part[])[_all, _seed, _late] : [_all, _seed])
        {
            part.Log.Add(user, [logged.Shown], logged, propensity, wanted);
            part.Blend.Add(user, lists.Blend, logged, propensity, wanted);
            part.Ranked.Add(user, lists.Ranked, logged, propensity, wanted);
            part.Explored.Add(user, lists.Explored, logged, propensity, wanted);
        }
    }

    /// <summary>Says that the run of one seed is over.</summary>
    public void EndSeed()
    {
        _bySeed.Add(_seed.Ranked.Truth.Less(_seed.Blend.Truth).Mean);
        _seed = new();
    }

    /// <summary>The tables for people, in Markdown.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Questions:n0} lists over {_bySeed.Count} seeds, to {_groups.Count:n0} users. Share of places taken up, in brackets 95 % over users.");
        foreach (var (name, part) in (IEnumerable<(string, Part)>)[("All questions", _all), ("Later half", _late)])
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {name} | truth | SNIPS | replay | logged places agreed with by chance | truth beside the blend | SNIPS beside the blend |").AppendLine("|---|---|---|---|---|---|---|");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {part.Log.Name} | {Text(part.Log.Truth.Estimate)} | | | | | |");
            foreach (var row in part.Judged)
            {
                var (truth, snips) = (row.Truth.Less(part.Blend.Truth), row.Snips.Less(part.Blend.Snips));
                text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {Text(row.Truth.Estimate)} | {Text(row.Snips.Estimate)} | {Text(row.Replay.Estimate)} | {row.Replay.Counted} | {(row == part.Blend ? "" : Text(truth))} | {(row == part.Blend ? "" : Text(snips))} |");
            }
        }

        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"The ranker beside the blend in truth, seed by seed: {string.Join(", ", _bySeed.Select(one => one.ToString("+0.0000;-0.0000;0", CultureInfo.InvariantCulture)))}.").ToString();
    }

    /// <summary>The same for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["questions"] = Questions,
        ["users"] = _groups.Count,
        ["bySeed"] = new JsonArray([.. _bySeed.Select(one => (JsonNode)one)]),
        ["all"] = Rows(_all),
        ["laterHalf"] = Rows(_late),
    };

    static JsonArray Rows(Part part) => [.. ((PolicyTally[])[part.Log, .. part.Judged]).Select(row => (JsonNode)new JsonObject
    {
        ["lists"] = row.Name,
        ["truth"] = Node(row.Truth.Estimate),
        ["snips"] = Node(row.Snips.Estimate),
        ["replay"] = Node(row.Replay.Estimate),
        ["agreed"] = row.Replay.Counted,
    })];

    static JsonObject Node(Estimate estimate) => new() { ["mean"] = estimate.Mean, ["low"] = estimate.Low, ["high"] = estimate.High };

    static string Text(Estimate estimate) => string.Create(CultureInfo.InvariantCulture, $"{estimate.Mean:0.0000} [{estimate.Low:0.0000} {estimate.High:0.0000}]");

    sealed class Part
    {
        public PolicyTally Log { get; } = new("the log itself");

        public PolicyTally Blend { get; } = new("without ranker");

        public PolicyTally Ranked { get; } = new("with ranker");

        public PolicyTally Explored { get; } = new("with ranker and exploration");

        public IReadOnlyList<PolicyTally> Judged => [Blend, Ranked, Explored];
    }
}

/// <summary>By policy: lists it would have shown, equally likely; candidates by place.</summary>
sealed record ListsOfPolicies(IReadOnlyList<int[]> Blend, IReadOnlyList<int[]> Ranked, IReadOnlyList<int[]> Explored);
