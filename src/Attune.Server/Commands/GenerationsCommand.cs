using System.CommandLine;
using System.Globalization;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune generations</c>: lists those kept; <c>attune generations promote N</c> goes back to one.</summary>
static class GenerationsCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var command = new Verb(
            "generations",
            "List the generations kept, newest first.",
            "attune generations",
            "attune generations promote 3");
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => ListAsync(where.Read(parsed), cancellation));

        var promoteWhere = new WhereOptions();
        var number = new Argument<int>("number") { Description = "The generation to put in service." };
        var promote = new Verb(
            "promote",
            "Put a kept generation in service, as to go back after a bad one.",
            "attune generations promote 3") { number };
        promoteWhere.AddTo(promote);
        promote.SetAction((parsed, cancellation) =>
            PromoteAsync(promoteWhere.Read(parsed), parsed.GetRequiredValue(number), cancellation));
        command.Subcommands.Add(promote);
        return command;
    }

    static async Task<int> ListAsync(Where where, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var kept = await session.Client.GenerationsAsync(cancellation);
        if (where.Json)
        {
            Output.Json(kept, WireJson.Default.GenerationsAnswer);
            return ExitCode.Good;
        }

        Output.Table(
            ["", "number", "trained", "took s", "users", "items", "interactions", "verdict"],
            [.. kept.Generations.Select(Row)]);
        return ExitCode.Good;
    }

    static IReadOnlyList<string> Row(GenerationInfo generation) =>
    [
        generation.InService ? "*" : "",
        generation.Number.ToString(CultureInfo.InvariantCulture),
        generation.TrainedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        generation.TrainingSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        generation.Users.ToString(CultureInfo.InvariantCulture),
        generation.Items.ToString(CultureInfo.InvariantCulture),
        generation.Interactions.ToString(CultureInfo.InvariantCulture),
        generation.Verdict,
    ];

    static async Task<int> PromoteAsync(Where where, int number, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var promoted = await session.Client.PromoteAsync(number, cancellation);
        if (where.Json)
        {
            Output.Json(promoted, WireJson.Default.GenerationInfo);
        }
        else
        {
            Output.Line(string.Create(CultureInfo.InvariantCulture, $"Generation {promoted.Number} is in service."));
        }

        return ExitCode.Good;
    }
}
