using System.CommandLine;
using System.Globalization;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune scenarios preview NAME FILE</c>: what a scenario would change, before it is saved.</summary>
static class ScenarioPreviewCommand
{
    public static Verb Create()
    {
        var name = ScenariosCommand.Name();
        var file = ScenarioFile.Argument();
        var questions = new Option<int?>("--questions") { Description = "Most questions to answer again, the last ones asked. 1 to 1000; default 200." };
        var command = new Verb(
            "preview",
            "Answer the last questions by the scenario in force and by the one in a file; nothing is saved.",
            "attune scenarios preview home home.json") { name, file, questions };
        ScenariosCommand.Run(command, async (parsed, where, client, cancellation) =>
        {
            var proposed = await ScenarioFile.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var preview = await client.PreviewScenarioJsonAsync(parsed.GetRequiredValue(name), proposed, parsed.GetValue(questions), cancellation);
            if (where.Json)
            {
                Output.Json(preview, WireJson.Default.PreviewInfo);
            }
            else
            {
                Write(preview);
            }
        });
        return command;
    }

    static void Write(PreviewInfo preview)
    {
        if (preview.Note is { } note)
        {
            Output.Line(note);
            ScenariosCommand.Notes(preview.Warnings);
            return;
        }

        var asked = preview.Of == "scenario" ? "its own" : "all scenarios', too few being its own";
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{preview.Questions} questions ({asked}), compared with version {preview.InForce}."));
        var effect = preview.Effect is { } change ? $", expected effect {Percent(change, signed: true)}" : "";
        Output.Line($"Changed slots {Percent(preview.ChangedSlots)}, overlap {Percent(preview.Overlap)}{effect}.");
        Output.Line();
        Output.Table(
            ["", "before", "after"],
            [
                ["empty lists", Number(preview.Before.Empty), Number(preview.After.Empty)],
                ["short lists", Number(preview.Before.TooShort), Number(preview.After.TooShort)],
                ["items shown, %", Number(preview.Before.Coverage * 100), Number(preview.After.Coverage * 100)],
                ["categories a list", Number(preview.Before.Categories), Number(preview.After.Categories)],
            ]);
        if (preview.Gaining.Count + preview.Losing.Count > 0)
        {
            Output.Line();
            Output.Table(
                ["item", "before", "after"],
                [.. preview.Gaining.Concat(preview.Losing).Select(IReadOnlyList<string> (item) => [item.ItemId, Number(item.Before), Number(item.After)])]);
        }

        ScenariosCommand.Notes(preview.Warnings);
    }

    static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    static string Percent(double share, bool signed = false) =>
        (share * 100).ToString(signed ? "+0.0;-0.0;0.0" : "0.0", CultureInfo.InvariantCulture) + " %";
}
