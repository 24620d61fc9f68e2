using System.CommandLine;
using System.Globalization;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune users erase | export | merge | rename</c>: what concerns one person.</summary>
static class UsersCommand
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public static Verb Create() => new Verb(
        "users",
        "Erase, export, merge and rename users.",
        "attune users export ann",
        "attune users erase ann")
    { Erase(), Export(), Merge(), Rename() };

    static Argument<string> Id() => new("id") { Description = "The user's id." };

    static Verb Erase()
    {
        var where = new WhereOptions();
        var id = Id();
        var command = new Verb(
            "erase",
            "Erase a user from everything, for ever, and show the receipt once it is proved.",
            "attune users erase ann") { id };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            var receipt = await session.Client.EraseUserAsync(parsed.GetRequiredValue(id), cancellation);
            var job = receipt.JobId!;
            while (receipt.State != "finished")
            {
                await Task.Delay(Look, cancellation);
                receipt = await session.Client.ErasureAsync(receipt.Id, cancellation) ?? receipt;
                if (receipt.State != "finished" && await session.Client.JobAsync(job, cancellation) is { State: "failed" or "cancelled" } ended)
                {
                    Output.Line($"{receipt.Id} is not finished: {ended.Outcome}");
                    return ExitCode.Failed;
                }
            }

            if (asked.Json)
            {
                Output.Json(receipt, WireJson.Default.ErasureInfo);
            }
            else
            {
                Output.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{receipt.Id}: {receipt.Found!.HistoryRows} events and all made of them are gone, proved after {receipt.TookSeconds:0.0} s. Digest {receipt.Digest}."));
            }

            return ExitCode.Good;
        });
        return command;
    }

    static Verb Export()
    {
        var where = new WhereOptions();
        var id = Id();
        var command = new Verb(
            "export",
            "Write everything held of a user as one JSON document.",
            "attune users export ann") { id };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await ServerSession.OpenAsync(where.Read(parsed), cancellation);
            Output.Json(await session.Client.ExportUserAsync(parsed.GetRequiredValue(id), cancellation), WireJson.Default.JsonElement);
            return ExitCode.Good;
        });
        return command;
    }

    static Verb Merge()
    {
        var where = new WhereOptions();
        var id = Id();
        var from = new Argument<string>("from") { Description = "The user, or with --session the session, that becomes part of it." };
        var isSession = new Option<bool>("--session") { Description = "It is a session's id." };
        var command = new Verb(
            "merge",
            "Make another user, or a session, part of a user.",
            "attune users merge ann ann-old",
            "attune users merge ann 7c1e --session") { id, from, isSession };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            var other = parsed.GetRequiredValue(from);
            var source = parsed.GetValue(isSession) ? new MergeSource(SessionId: other) : new MergeSource(other);
            Show(await session.Client.MergeUserAsync(parsed.GetRequiredValue(id), source, cancellation), asked);
            return ExitCode.Good;
        });
        return command;
    }

    static Verb Rename()
    {
        var where = new WhereOptions();
        var id = Id();
        var to = new Argument<string>("to") { Description = "The new id." };
        var command = new Verb(
            "rename",
            "Give a user another id; the old one goes on working.",
            "attune users rename ann ann@example.org") { id, to };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            Show(await session.Client.RenameUserAsync(parsed.GetRequiredValue(id), parsed.GetRequiredValue(to), cancellation), asked);
            return ExitCode.Good;
        });
        return command;
    }

    static void Show(MergeAnswer answer, Where asked)
    {
        if (asked.Json)
        {
            Output.Json(answer, WireJson.Default.MergeAnswer);
        }
        else
        {
            Output.Line($"It is the user {answer.Id} now.");
        }
    }
}
