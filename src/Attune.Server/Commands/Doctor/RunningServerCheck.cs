using Attune.Client;
using Attune.Client.Wire;
using Attune.Embedded;
using Attune.Events;
using Attune.Operating.Checking;

namespace Attune.Server.Commands.Doctor;

/// <summary>Asks the server that holds the directory what only it knows.</summary>
sealed class RunningServerCheck(RunningServer server, string workspace, TimeProvider clock) : ICheck
{
    const long Many = 100_000;

    static readonly TimeSpan Old = TimeSpan.FromDays(7);

    public string About => "server";

    public async ValueTask<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var findings = new Findings(About);
        using var http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = Timeout.InfiniteTimeSpan };
        var client = new AttuneClient(http, new AttuneClientOptions { Key = server.Token, Workspace = workspace });
        StatusAnswer status;
        try
        {
            if (await WaitsForAsync(http, cancellation) is { } away)
            {
                return findings.Fail($"It waits: {away}", "It answers nothing before it has begun.", "Mend what it names; it tries again by itself, after 15 s at most.").All;
            }

            status = await client.StatusAsync(cancellation);
        }
        catch (HttpRequestException)
        {
            return findings.Good($"No server runs on this directory; one that was killed said it listened on {server.Address}.").All;
        }

        findings.Good($"Version {status.Version} serves {workspace} on {server.Address}: {status.Items} items, {status.Events} events archived, {status.Profiles} profiles.");
        foreach (var fault in status.Faults)
        {
            findings.Fail($"{fault}", "What stands still falls behind.", "Mend what it names; the server goes on by itself.");
        }

        foreach (var record in status.SetAside)
        {
            findings.Warn($"{record}", "Its item is as if it had never been written.", "Write the item anew; what the store holds of it is replaced.");
        }

        if (!status.Ready)
        {
            findings.Warn($"It is not ready: it has applied {status.Watermark} of {status.LogEnd}.", "Answers do not know the latest behaviour yet.", "Wait; if it does not move, look for faults.");
        }

        Lag("live path", status.Watermark, status.LogEnd, findings);
        Lag("archive", status.Archived, status.LogEnd, findings);
        await GenerationAsync(client, status, findings, cancellation);
        return findings.All;
    }

    static async ValueTask<string?> WaitsForAsync(HttpClient http, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellation);
        var health = await answer.Content.ReadFromJsonAsync(WireJson.Default.HealthAnswer, cancellation);
        return health is { Status: "waiting", Waiting: [{ } away, ..] } ? away : null;
    }

    async ValueTask GenerationAsync(AttuneClient client, StatusAnswer status, Findings findings, CancellationToken cancellation)
    {
        if (status.Generation == 0)
        {
            findings.Warn($"No generation is in service.", "Lists come from what is popular and what was seen together lately.", "attune train, when there are enough events.");
            return;
        }

        var serving = (await client.GenerationsAsync(cancellation)).Generations.First(kept => kept.Number == status.Generation);
        var age = clock.GetUtcNow() - serving.TrainedAt;
        if (age > Old)
        {
            findings.Warn($"Generation {serving.Number} was trained {age.TotalDays:0} days ago.", "Items that came since are placed by their properties only.", "See the schedule in attune.json, and attune train what it says.");
        }
        else
        {
            findings.Good($"Generation {serving.Number} was trained {age.TotalHours:0.0} hours ago.");
        }
    }

    static void Lag(string what, string at, string end, Findings findings)
    {
        if (!LogToken.TryParse(at, out var reached) || !LogToken.TryParse(end, out var whole))
        {
            return;
        }

        var behind = whole.Places.Sum(place => Math.Max(0, place.Offset - reached.OffsetIn(place.Partition)));
        if (behind > Many)
        {
            findings.Warn($"The {what} is {behind} events behind.", "What waits is not in answers, or not in trainings.", "See what the server says of it; add nodes of its role.");
        }
    }
}
