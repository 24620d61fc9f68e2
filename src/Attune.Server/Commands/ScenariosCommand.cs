using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Client;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune scenarios list | show | versions | put | preview | rollback | delete | preset</c>: the placements of one workspace.</summary>
static class ScenariosCommand
{
    public static Verb Create()
    {
        var command = List("scenarios", "List the scenarios in force; with a verb behind it, show, save or preview one.", "attune scenarios", "attune scenarios put home home.json");
        foreach (var verb in (Verb[])[List("list", "List the scenarios in force.", "attune scenarios list --json"), Show(), Versions(), Put(), ScenarioPreviewCommand.Create(), RollBack(), Delete(), Preset()])
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    /// <summary>Runs a verb against the server; what it refuses is said a line a field, with place and suggestion.</summary>
    internal static void Run(Command command, Func<ParseResult, Where, AttuneClient, CancellationToken, Task> act)
    {
        var options = new WhereOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var where = options.Read(parsed);
            await using var session = await ServerSession.OpenAsync(where, cancellation);
            try
            {
                await act(parsed, where, session.Client, cancellation);
                return ExitCode.Good;
            }
            catch (AttuneApiException refused) when (refused.Problem is { Errors.Count: > 0 } problem)
            {
                foreach (var error in problem.Errors)
                {
                    Output.Note("attune: " + Line(error));
                }

                return ExitCode.Failed;
            }
        });
    }

    static Verb List(string name, string description, params string[] examples)
    {
        var command = new Verb(name, description, examples);
        Run(command, async (_, where, client, cancellation) => Write(await client.ScenariosAsync(cancellation), where));
        return command;
    }

    static Verb Show()
    {
        var name = Name();
        var command = new Verb(
            "show",
            "Show a scenario, in the form that put takes.",
            "attune scenarios show home") { name };
        Run(command, async (parsed, _, client, cancellation) => Output.Json(
            await client.FindScenarioAsync(parsed.GetRequiredValue(name), cancellation)
                ?? throw new UsageException($"There is no scenario '{parsed.GetRequiredValue(name)}'; attune scenarios lists them."),
            WireJson.Default.ScenarioInfo));
        return command;
    }

    static Verb Versions()
    {
        var name = Name();
        var command = new Verb(
            "versions",
            "List the versions kept of a scenario, newest first.",
            "attune scenarios versions home") { name };
        Run(command, async (parsed, where, client, cancellation) =>
            Write(await client.ScenarioVersionsAsync(parsed.GetRequiredValue(name), cancellation), where));
        return command;
    }

    static Verb Put()
    {
        var name = Name();
        var file = ScenarioFile.Argument();
        var from = new Option<int?>("--from") { Description = "The version the change was made from, 0 for none: refused where another is in force by now." };
        var command = new Verb(
            "put",
            "Save a scenario: the next question follows it.",
            "attune scenarios put home home.json",
            "attune scenarios put home home.json --from 3") { name, file, from };
        Run(command, async (parsed, where, client, cancellation) =>
        {
            var scenario = await ScenarioFile.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            Saved(await client.SaveScenarioJsonAsync(parsed.GetRequiredValue(name), scenario, parsed.GetValue(from), cancellation), where);
        });
        return command;
    }

    static Verb RollBack()
    {
        var name = Name();
        var version = new Argument<int>("version") { Description = "The version to go back to: it is saved again, as the newest." };
        var command = new Verb(
            "rollback",
            "Go back to an earlier version.",
            "attune scenarios rollback home 2") { name, version };
        Run(command, async (parsed, where, client, cancellation) =>
            Saved(await client.RollBackScenarioAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(version), cancellation), where));
        return command;
    }

    static Verb Delete()
    {
        var name = Name();
        var command = new Verb(
            "delete",
            "Take a scenario out of force; its questions follow the scenario default.",
            "attune scenarios delete home") { name };
        Run(command, async (parsed, where, client, cancellation) =>
        {
            var gone = parsed.GetRequiredValue(name);
            await client.RemoveScenarioAsync(gone, cancellation);
            if (where.Json)
            {
                Output.Json(new JsonObject { ["name"] = gone, ["deleted"] = true });
            }
            else
            {
                Output.Line($"The scenario {gone} is out of force.");
            }
        });
        return command;
    }

    static Verb Preset()
    {
        var industry = new Argument<string?>("industry") { Description = "shop, news, video, music or game; without it the presets are shown.", Arity = ArgumentArity.ZeroOrOne };
        var replace = new Option<bool>("--replace") { Description = "Save also those whose names are in force, as their next versions." };
        var command = new Verb(
            "preset",
            "Save the scenarios of an industry that are not there yet.",
            "attune scenarios preset",
            "attune scenarios preset shop") { industry, replace };
        Run(command, async (parsed, where, client, cancellation) =>
        {
            if (parsed.GetValue(industry) is { } wanted)
            {
                Write(await client.SavePresetAsync(wanted, parsed.GetValue(replace), cancellation), where);
            }
            else
            {
                Write(await client.PresetsAsync(cancellation), where);
            }
        });
        return command;
    }

    /// <summary>The scenario's name.</summary>
    internal static Argument<string> Name() => new("name") { Description = "The scenario's name." };

    static void Write(ScenariosAnswer scenarios, Where where)
    {
        if (where.Json)
        {
            Output.Json(scenarios, WireJson.Default.ScenariosAnswer);
            return;
        }

        Output.Table(["name", "version", "saved", "description"], [.. scenarios.Scenarios.Select(Row)]);
    }

    static IReadOnlyList<string> Row(ScenarioInfo scenario) =>
    [
        scenario.Name ?? "",
        (scenario.Version ?? 0).ToString(CultureInfo.InvariantCulture),
        scenario.SavedAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        scenario.Description ?? "",
    ];

    static void Write(PresetsAnswer presets, Where where)
    {
        if (where.Json)
        {
            Output.Json(presets, WireJson.Default.PresetsAnswer);
            return;
        }

        Output.Table(
            ["industry", "scenario", "description"],
            [.. presets.Presets.SelectMany(preset => preset.Scenarios.Select(IReadOnlyList<string> (scenario) => [preset.Industry, scenario.Name ?? "", scenario.Description ?? ""]))]);
    }

    static void Write(PresetSaved saved, Where where)
    {
        if (where.Json)
        {
            Output.Json(saved, WireJson.Default.PresetSaved);
            return;
        }

        Output.Line(saved.Saved.Count == 0 ? "Nothing was saved." : $"Saved: {string.Join(", ", saved.Saved)}.");
        if (saved.Kept.Count > 0)
        {
            Output.Line($"Left as they were: {string.Join(", ", saved.Kept)}.");
        }

        Notes(saved.Notes);
    }

    static void Saved(ScenarioInfo saved, Where where)
    {
        if (where.Json)
        {
            Output.Json(saved, WireJson.Default.ScenarioInfo);
            return;
        }

        Output.Line(string.Create(CultureInfo.InvariantCulture, $"Version {saved.Version} of {saved.Name} is in force."));
        Notes(saved.Warnings ?? []);
    }

    /// <summary>Writes sentences of the server for people.</summary>
    internal static void Notes(IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            Output.Note("attune: " + note);
        }
    }

    static string Line(FieldError error)
    {
        var place = error.Position is { } at ? string.Create(CultureInfo.InvariantCulture, $" at {at} in '{error.Value}'") : error.Value is { } value ? $" '{value}'" : "";
        var meant = error.Suggestion is { } suggestion && !error.Limit.Contains("did you mean", StringComparison.OrdinalIgnoreCase) ? $" Did you mean {suggestion}?" : "";
        return $"{error.Field}{place}: {error.Limit}{meant}";
    }
}
