using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Load;

/// <summary>What the stages of answers have cost so far, as the server's own metrics have it.</summary>
sealed partial class StageCosts
{
    readonly Dictionary<string, (double Seconds, double Count)> _byStage = [];

    public static async Task<StageCosts> ReadAsync(ServerProcess server, CancellationToken cancellation)
    {
        var costs = new StageCosts();
        foreach (Match line in Line().Matches(await server.Http.GetStringAsync("metrics", cancellation)))
        {
            var (stage, value) = (line.Groups[2].Value, double.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture));
            var before = costs._byStage.GetValueOrDefault(stage);
            costs._byStage[stage] = line.Groups[1].Value == "sum" ? (value, before.Count) : (before.Seconds, value);
        }

        return costs;
    }

    /// <summary>What came since an earlier reading.</summary>
    public StageCosts Since(StageCosts before)
    {
        var since = new StageCosts();
        foreach (var (stage, (seconds, count)) in _byStage)
        {
            var earlier = before._byStage.GetValueOrDefault(stage);
            since._byStage[stage] = (seconds - earlier.Seconds, count - earlier.Count);
        }

        return since;
    }

    /// <summary>A row a stage, the dearest first.</summary>
    public IEnumerable<Measurement> Rows() => _byStage
        .Where(stage => stage.Value.Count > 0)
        .OrderByDescending(stage => stage.Value.Seconds)
        .Select(stage => new Measurement(
            $"stage {stage.Key}, mean", string.Create(CultureInfo.InvariantCulture, $"{stage.Value.Seconds / stage.Value.Count * 1e6:0} µs")));

    [GeneratedRegex("""^attune_recommend_stage_duration_seconds_(sum|count)\{stage="([a-z]+)"\} (\S+)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
