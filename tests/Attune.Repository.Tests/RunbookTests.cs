using System.Text.RegularExpressions;

namespace Attune.Repository.Tests;

/// <summary>Whoever is paged finds a page.</summary>
public partial class RunbookTests
{
    static readonly string Rules = Repository.Read("deploy/observability/alerts.rules.yml");

    public static TheoryData<string> Alerts => [.. Alert().Matches(Rules).Select(match => match.Groups[1].Value)];

    [Theory, MemberData(nameof(Alerts))]
    public void An_alert_links_to_its_page_which_says_what_to_do_and_how_to_undo_it(string alert)
    {
        var rule = Rules[Rules.IndexOf($"alert: {alert}\n", StringComparison.Ordinal)..];
        rule = rule[..(rule.IndexOf("\n      - alert:", StringComparison.Ordinal) is var next and >= 0 ? next : rule.Length)];
        Assert.Contains($"runbook_url: docs/runbooks/{alert}.md", rule, StringComparison.Ordinal);
        var severity = Severity().Match(rule).Groups[1].Value;

        var page = Repository.Read($"docs/runbooks/{alert}.md");

        Assert.StartsWith($"# {alert}: ", page, StringComparison.Ordinal);
        Assert.Contains($"Severity {severity}.", page, StringComparison.Ordinal);
        Assert.All(
            ["## What users see", "## How to tell", "## What to do", "## How to undo"],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_is_of_an_alert_and_in_the_list()
    {
        var pages = Repository.Files("docs/runbooks", "Attune*.md").Select(path => Path.GetFileNameWithoutExtension(path)).ToList();

        Assert.Equal(Alert().Matches(Rules).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal), pages);
        var list = Repository.Read("docs/runbooks/README.md");
        Assert.All(pages, page => Assert.Contains($"[{page}]({page}.md)", list, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"severity: (P[0-2])\b")]
    private static partial Regex Severity();
}
