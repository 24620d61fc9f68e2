using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Attune.Evaluating.Truth;

/// <summary>What living with each policy's lists showed.</summary>
/// <param name="Results">A result a policy and seed.</param>
/// <param name="Steps">As <see cref="LifeSettings.Steps"/>.</param>
public sealed record LifeReport(IReadOnlyList<LifeResult> Results, IReadOnlyList<int> Steps)
{
    /// <summary>For machines: every result, shares of 0 to 1, a policy and seed; <c>newcomers</c> and <c>changed</c> by <see cref="Steps"/>.</summary>
    public JsonArray ToJson() => new([.. Results.Select(result => new JsonObject
    {
        ["policy"] = result.Policy,
        ["lists"] = result.Lists,
        ["all"] = result.All,
        ["lastDay"] = result.LastDay,
        ["newcomers"] = ByStep(result.Newcomers),
        ["changed"] = ByStep(result.Changed),
        ["firstDay"] = result.FirstDay,
    })]);

    /// <summary>A table for people, in Markdown: means over the seeds, and of all lists the mean difference to the first policy with its standard error.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append("| lists | all | beside the first | last day |");
        foreach (var who in (string[])["newcomer", "taste changed"])
        {
            foreach (var step in Steps)
            {
                text.Append(CultureInfo.InvariantCulture, $" {who}, {step}+ |");
            }
        }

        text.AppendLine(" items on their first day |").Append("|---|---|---|---|");
        text.Insert(text.Length, "---|", (2 * Steps.Count) + 1).AppendLine();
        var policies = Results.GroupBy(result => result.Policy).ToList();
        foreach (var policy in policies)
        {
            var (mean, error) = Difference(policies[0], policy);
            text.Append(CultureInfo.InvariantCulture, $"| {policy.Key} | {policy.Average(one => one.All):0.000} | {mean:+0.000;-0.000;0} ± {error:0.000} | {policy.Average(one => one.LastDay):0.000} |");
            for (var step = 0; step < Steps.Count; step++)
            {
                text.Append(CultureInfo.InvariantCulture, $" {policy.Average(one => one.Newcomers[step]):0.000} |");
            }

            for (var step = 0; step < Steps.Count; step++)
            {
                text.Append(CultureInfo.InvariantCulture, $" {policy.Average(one => one.Changed[step]):0.000} |");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $" {policy.Average(one => one.FirstDay):0.000} |");
        }

        return text.ToString();
    }

    JsonObject ByStep(IReadOnlyList<double> shares) => new(Steps.Zip(
        shares, (step, share) => KeyValuePair.Create<string, JsonNode?>(step.ToString(CultureInfo.InvariantCulture), share)));

    static (double Mean, double Error) Difference(IEnumerable<LifeResult> first, IEnumerable<LifeResult> other)
    {
        var differences = first.Zip(other, (one, two) => two.All - one.All).ToList();
        var mean = differences.Average();
        return (mean, differences.Count < 2 ? 0 : Math.Sqrt(differences.Sum(one => (one - mean) * (one - mean)) / (differences.Count - 1) / differences.Count));
    }
}
