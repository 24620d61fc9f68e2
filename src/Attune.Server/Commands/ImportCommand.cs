using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Attune.Client;
using Attune.Client.Wire;
using Attune.Embedded.Importing;
using Attune.Evaluating.Replaying;
using Attune.Operating;
using Attune.Server.Hosting;

namespace Attune.Server.Commands;

/// <summary><c>attune import FILE…</c>: events, items or users from CSV, TSV, JSON or Parquet, through the ordinary pipeline.</summary>
static class ImportCommand
{
    const int ShownRefusals = 10;

    public static Verb Create()
    {
        var where = new WhereOptions();
        var source = new ImportOptions();
        var replay = new Option<bool>("--replay")
        {
            Description = "Replay the events in their order as a stream into a scratch directory, and compare live answers with those frozen at the last training.",
        };
        var counterfactual = new Option<bool>("--counterfactual")
        {
            Description = "Let a ranker learn from lists shown by known chance to the users of the events, in a scratch directory, and judge what lists by it would have been worth.",
        };
        var repeats = new Option<bool>("--repeats") { Description = "With --replay: ask about everything that is taken up, and about items met before as well." };
        var command = new Verb(
            "import",
            "Import events, items or users from files.",
            "attune import shop.csv --data ./mine",
            "attune import items.ndjson --kind items",
            "attune import sales.csv --map \"user=CustomerID,item=StockCode,type='purchase'\"",
            "attune import ml-100k --preset ml-100k --replay") { replay, counterfactual, repeats };
        source.AddTo(command);
        where.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (asked, files) = (where.Read(parsed), source.Read(parsed));
            EngineSettings Engine() => SettingsFile.Read(Path.Combine(asked.Data, SettingsFile.Name)).Engine;
            return parsed.GetValue(replay)
                ? ReplayCommand.RunAsync(files, Engine(), new ReplaySettings { Repeats = parsed.GetValue(repeats) }, asked.Json, cancellation)
                : parsed.GetValue(counterfactual) ? CounterfactualCommand.RunAsync(files, Engine(), asked.Json, cancellation)
                : RunAsync(asked, files, cancellation);
        });
        return command;
    }

    static async Task<int> RunAsync(Where where, ImportSettings settings, CancellationToken cancellation)
    {
        await using var source = await ImportSource.OpenAsync(settings, TimeProvider.System, cancellation);
        foreach (var line in source.Plan)
        {
            Output.Note(line);
        }

        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var tally = new ImportTally();
        await ProgressBar.ShowAsync("Importing", !where.Json, async progress =>
        {
            await foreach (var chunk in source.ReadAsync(cancellation))
            {
                await SendAsync(session.Client, chunk, tally, cancellation);
                progress.Report((chunk.Progress, null));
            }

            return true;
        });
        Report(tally, where.Json);
        return tally.Refused == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    static async Task SendAsync(AttuneClient client, ImportChunk chunk, ImportTally tally, CancellationToken cancellation)
    {
        if (chunk.Items.Count > 0)
        {
            tally.Items += (await client.PutItemsAsync([.. chunk.Items.Select(Row)], cancellation)).Accepted;
        }

        if (chunk.Users.Count > 0)
        {
            tally.Users += (await client.PutUsersAsync([.. chunk.Users.Select(Row)], cancellation)).Accepted;
        }

        if (chunk.Events.Count > 0)
        {
            tally.Add(await client.SendEventsAsync([.. chunk.Events.Select(EventRows.Of)], cancellation));
        }

        tally.Add(chunk);
    }

    static PropertiesRow Row(ImportedRecord record) => new()
    {
        Id = record.Id,
        Properties = JsonSerializer.Deserialize(record.Properties, WireJson.Default.JsonElement),
    };

    static void Report(ImportTally tally, bool json)
    {
        if (json)
        {
            Output.Json(tally.ToJson());
            return;
        }

        Output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Events:n0} events, {tally.Items:n0} items and {tally.Users:n0} users imported; {tally.Duplicates:n0} events were here already; {tally.Refused:n0} rows refused."));
        foreach (var (reason, count) in tally.LeftOut)
        {
            Output.Line(string.Create(CultureInfo.InvariantCulture, $"  left out: {count:n0} ({reason})"));
        }

        foreach (var refusal in tally.Refusals.Take(ShownRefusals))
        {
            Output.Note($"  {refusal}");
        }

        if (tally.Refused > ShownRefusals)
        {
            Output.Note(string.Create(CultureInfo.InvariantCulture, $"  and {tally.Refused - ShownRefusals:n0} more; --json lists the first {ImportTally.KeptRefusals}."));
        }
    }
}
