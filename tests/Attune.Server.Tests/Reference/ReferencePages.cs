using System.Text.Json;
using Attune.Client;

namespace Attune.Server.Tests.Reference;

/// <summary>The pages of docs/reference: one a group of operations, one of all records, and the page that leads to them.</summary>
sealed class ReferencePages(Contract contract, IReadOnlyList<Played> played)
{
    const string Made = "<!-- Made by eng/reference from /openapi/v1.json and docs/examples.http; a test holds it to both. -->";
    const int MostTextLines = 8;

    // Of a request that needs a key: any of them may be the answer of any operation.
    static readonly int[] Everywhere = [400, 401, 403, 429, 503];

    /// <summary>The pages, by the names of their files.</summary>
    public IReadOnlyDictionary<string, string> All() => contract.Groups
        .Select(group => (FileOf(group), Group(group)))
        .Append((FieldText.Records, Records()))
        .Append(("README.md", First()))
        .ToDictionary(page => page.Item1, page => string.Join("\n\n", page.Item2) + "\n");

    /// <summary>The page of a group.</summary>
    public static string FileOf(string group) => group.ToLowerInvariant() + ".md";

    static string LinkTo(Operation operation) => $"[{operation.Title}]({FileOf(operation.Group)}#{Anchor(operation.Title)})";

    // As GitHub makes it of a heading.
    static string Anchor(string title) => string.Concat(title.ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_'));

    IEnumerable<Operation> Of(string group) => contract.Operations.Where(operation => operation.Group == group);

    IEnumerable<string> First()
    {
        yield return "# The interface";
        yield return Made;
        yield return "Every operation of the server, as it describes itself at `/openapi/v1.json`. The examples were run against the simulated shop of `./attune demo`; "
            + "lists in the answers shown are cut to their first two. Words in capitals (`RECOMMENDATION_ID`) stand for what an earlier answer said. "
            + "All of them stand in [examples.http](../examples.http), for editors that play such files. The .NET libraries have [pages of their own](library/README.md).";
        foreach (var group in contract.Groups)
        {
            yield return $"## {group}";
            yield return string.Join('\n', Of(group).Select(operation => $"- {LinkTo(operation)}: {operation.Text.GetProperty("summary").GetString()}"));
        }

        yield return $"## Keys and workspaces";
        yield return contract.KeyText;
        yield return "## Errors";
        yield return $"An error is a {FieldText.LinkTo("Problem")} (RFC 9457, `application/problem+json`). Any operation that needs a key may answer {Words(Everywhere)}.";
        yield return string.Join('\n', contract.Operations.SelectMany(operation => operation.Problems).Distinct().OrderBy(each => each.Status).Select(each => $"- `{each.Status}`: {each.Meaning}"));
        yield return "## Records";
        yield return string.Join(", ", contract.Records.Where(IsShown).Select(record => FieldText.LinkTo(record.Name)));
    }

    IEnumerable<string> Group(string group)
    {
        yield return $"# {group}";
        yield return Made;
        yield return string.Join('\n', Of(group).Select(operation => $"- {LinkTo(operation)}"));
        foreach (var part in Of(group).SelectMany(One))
        {
            yield return part;
        }
    }

    IEnumerable<string> One(Operation operation)
    {
        yield return $"## {operation.Title}";
        yield return operation.Text.GetProperty("summary").GetString()!;
        if (operation.Text.TryGetProperty("description", out var more) && more.GetString() is { Length: > 0 } remarks)
        {
            yield return remarks;
        }

        if (operation.Text.TryGetProperty("parameters", out var parameters) && parameters.GetArrayLength() > 0)
        {
            yield return "**Parameters**";
            yield return string.Join('\n', parameters.EnumerateArray().Select(FieldText.OfParameter));
        }

        if (operation.Text.TryGetProperty("requestBody", out var body))
        {
            var schema = Operation.SchemaOf(body)!.Value;
            yield return $"**Body**{(body.TryGetProperty("required", out var required) && required.GetBoolean() ? "" : ", may be left out")}: {FieldText.TypeOf(schema)}";
            var record = contract.Resolve(schema.TryGetProperty("items", out var each) ? each : schema);
            if (record.TryGetProperty("properties", out _))
            {
                yield return string.Join('\n', FieldText.OfRecord(record));
            }
        }

        yield return $"**Answers**: {string.Join("; ", operation.Answers.Select(answer => $"`{answer.Status}`{(answer.Schema is { } held ? $" {FieldText.TypeOf(held)}" : " without a body")}"))}.{Errors(operation)}";
        foreach (var part in played.Where(each => each.Operation == operation).SelectMany(Shown))
        {
            yield return part;
        }
    }

    static IEnumerable<string> Shown(Played one)
    {
        yield return $"**Example.** {one.Example.Title}";
        yield return $"```sh\n{CurlText.Of(one.Example)}\n```";
        yield return one.Reply.Type is null ? $"Answered `{one.Reply.Status}`, without a body."
            : one.Reply.Type == ExportCalls.MediaType ? $"Answered `{one.Reply.Status}`, a Parquet file."
            : one.Reply.Json.ValueKind == JsonValueKind.Undefined ? $"Answered `{one.Reply.Status}`; it begins:\n\n```text\n{string.Join('\n', one.Reply.Text.Split('\n').Take(MostTextLines))}\n```"
            : $"Answered `{one.Reply.Status}`:\n\n```json\n{JsonText.Of(one.Reply.Json)}\n```";
    }

    static string Errors(Operation operation) =>
        operation.Problems.Any() ? $" Errors: {Words(operation.Problems.Select(problem => problem.Status))} ([what they mean](README.md#errors))." : "";

    static string Words(IEnumerable<int> statuses) => string.Join(", ", statuses.Select(status => $"`{status}`"));

    IEnumerable<string> Records()
    {
        yield return "# Records";
        yield return Made;
        yield return "What bodies and answers hold. Times are RFC 3339 text with a zone. A field that is not marked required may be left out of a question, and is left out of an answer where it has no value.";
        foreach (var record in contract.Records.Where(IsShown))
        {
            yield return $"## {record.Name}";
            if (record.Value.TryGetProperty("description", out var text))
            {
                yield return text.GetString()!;
            }

            yield return string.Join('\n', FieldText.OfRecord(record.Value).Select(line => line.Replace(FieldText.Records, "", StringComparison.Ordinal)));
        }
    }

    static bool IsShown(JsonProperty record) => record.Value.TryGetProperty("properties", out _);
}
