using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Client.Wire;

namespace Attune.Server.Commands;

/// <summary><c>attune keys create | list | revoke</c>: the keys of one workspace.</summary>
static class KeysCommand
{
    public static Verb Create() => new Verb(
        "keys",
        "Make, list and revoke API keys.",
        "attune keys create --scope read --label \"shop window\"",
        "attune keys list")
    { CreateKey(), List(), Revoke() };

    static Verb CreateKey()
    {
        var where = new WhereOptions();
        var scope = new Option<string>("--scope") { Description = "read (events and recommendations), write (and catalog, training) or admin.", Required = true };
        scope.AcceptOnlyFromAmong("read", "write", "admin");
        var label = new Option<string?>("--label") { Description = "Words to know it by." };
        var command = new Verb(
            "create",
            "Make a key. It is shown this once; only its hash is kept.",
            "attune keys create --scope read --label \"shop window\"") { scope, label };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            var key = await session.Client.CreateKeyAsync(new KeyRequest(parsed.GetRequiredValue(scope), parsed.GetValue(label)), cancellation);
            if (asked.Json)
            {
                Output.Json(key, WireJson.Default.KeyInfo);
            }
            else
            {
                Output.Line(key.Key ?? "");
            }

            return ExitCode.Good;
        });
        return command;
    }

    static Verb List()
    {
        var where = new WhereOptions();
        var command = new Verb(
            "list",
            "List the keys, without their secrets.",
            "attune keys list");
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            var keys = await session.Client.KeysAsync(cancellation);
            if (asked.Json)
            {
                Output.Json(keys, WireJson.Default.KeysAnswer);
            }
            else
            {
                Output.Table(["id", "scope", "label", "created", "revoked"], [.. keys.Keys.Select(Row)]);
            }

            return ExitCode.Good;
        });
        return command;
    }

    static Verb Revoke()
    {
        var where = new WhereOptions();
        var id = new Argument<string>("id") { Description = "The key's id, as keys list shows it." };
        var command = new Verb(
            "revoke",
            "Revoke a key at once.",
            "attune keys revoke 8f3a1c") { id };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = where.Read(parsed);
            await using var session = await ServerSession.OpenAsync(asked, cancellation);
            await session.Client.RevokeKeyAsync(parsed.GetRequiredValue(id), cancellation);
            if (asked.Json)
            {
                Output.Json(new JsonObject { ["id"] = parsed.GetRequiredValue(id), ["revoked"] = true });
            }
            else
            {
                Output.Note("Revoked.");
            }

            return ExitCode.Good;
        });
        return command;
    }

    static IReadOnlyList<string> Row(KeyInfo key) =>
        [key.Id, key.Scope, key.Label, Time(key.CreatedAt), key.RevokedAt is { } revoked ? Time(revoked) : ""];

    static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
