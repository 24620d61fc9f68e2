using Attune.Client;
using Attune.Embedded;
using Attune.Operating.Checking;

namespace Attune.Server.Commands.Doctor;

/// <summary>Asks the server that holds the directory what is wrong with the data it holds.</summary>
sealed class DataCheck(RunningServer server, string workspace) : ICheck
{
    public string About => "data";

    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = Timeout.InfiniteTimeSpan };
        var client = new AttuneClient(http, new AttuneClientOptions { Key = server.Token, Workspace = workspace });
        try
        {
            var report = await client.DataFindingsAsync(cancellation: cancellation);
            var findings = report.Findings.Select(finding => new Finding(SeverityWords.Of(finding.Severity), About, Said(finding), finding.Why, finding.Remedy));
            return report.Unfinished.Count == 0
                ? [.. findings]
                : [.. findings, .. new Findings(About).Warn($"There was no time for {string.Join(", ", report.Unfinished)}.", "What is wrong there is not known.", "Ask again when less runs, or over fewer days (GET /v1/data/findings?days=1).").All];
        }
        catch (HttpRequestException)
        {
            // The check of the server says whether one runs.
            return [];
        }
    }

    static string Said(Client.Wire.DataFindingInfo finding) =>
        finding.Severity == "good" || finding.Examples.Count == 0 ? finding.What : $"{finding.What} As {string.Join("; ", finding.Examples)}.";
}
