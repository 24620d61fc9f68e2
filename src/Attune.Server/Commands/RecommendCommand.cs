using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Attune.Client.Wire;
using Attune.Recommending;

namespace Attune.Server.Commands;

/// <summary><c>attune recommend USER</c>: one list with its reasons, for a look from the shell.</summary>
static class RecommendCommand
{
    public static Verb Create()
    {
        var where = new WhereOptions();
        var user = new Argument<string?>("user") { Description = "The user; none for a visitor nobody knows.", Arity = ArgumentArity.ZeroOrOne };
        var item = new Option<string?>("--item") { Description = "The item looked at: what resembles it." };
        var relation = new Option<string?>("--relation") { Description = $"With --item: {string.Join(", ", ItemRelations.Names)}." };
        relation.AcceptOnlyFromAmong([.. ItemRelations.Names]);
        var count = new Option<int>("--count") { Description = "Most items, 1 to 500.", DefaultValueFactory = _ => 10 };
        var filter = new Option<string?>("--filter") { Description = "A condition on item properties, as 'item.price < 20'." };
        var explain = new Option<bool>("--explain") { Description = "Name the events that brought each item in." };
        var command = new Verb(
            "recommend",
            "Show a list, with its reasons.",
            "attune recommend ann",
            "attune recommend ann --count 5 --filter \"item.price < 20\" --explain",
            "attune recommend --item tea --relation similar") { user, item, relation, count, filter, explain };
        where.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            where.Read(parsed),
            new RecommendationQuestion
            {
                UserId = parsed.GetValue(user),
                ItemId = parsed.GetValue(item),
                Relation = parsed.GetValue(relation),
                Count = parsed.GetValue(count),
                Filter = parsed.GetValue(filter),
                Explain = parsed.GetValue(explain),
            },
            cancellation));
        return command;
    }

    static async Task<int> RunAsync(Where where, RecommendationQuestion question, CancellationToken cancellation)
    {
        await using var session = await ServerSession.OpenAsync(where, cancellation);
        var answer = await session.Client.RecommendAsync(question, cancellation);
        if (where.Json)
        {
            Output.Json(answer, WireJson.Default.RecommendationAnswer);
            return ExitCode.Good;
        }

        Output.Table(
            ["", "item", "name", "score", "reason"],
            [.. answer.Items.Select((item, at) => new List<string>
            {
                (at + 1).ToString(CultureInfo.InvariantCulture),
                item.Id,
                NameOf(item.Properties),
                item.Score.ToString("0.000", CultureInfo.InvariantCulture),
                item.Contributions is { Count: > 0 } parts ? Because(parts) : item.Reason,
            })]);
        Output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"generation {answer.Generation}, rung {answer.Rung}, watermark {answer.Watermark}, {answer.TookMs:0.0} ms"));
        return ExitCode.Good;
    }

    internal static string NameOf(JsonElement? properties)
    {
        foreach (var property in (string[])["name", "title"])
        {
            if (properties is { ValueKind: JsonValueKind.Object } given
                && given.TryGetProperty(property, out var name) && name.ValueKind == JsonValueKind.String)
            {
                return name.GetString()!;
            }
        }

        return "";
    }

    static string Because(IReadOnlyList<AnswerContribution> parts) => string.Join("; ", parts.Take(2).Select(part =>
        part.Events.Count == 0
            ? part.Source
            : $"{part.Source}: {string.Join(", ", part.Events.Take(2).Select(e => $"{e.Type} {e.ItemId}"))}"));
}
