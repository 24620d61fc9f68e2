using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Server.Tests.Hosting;
using Attune.Server.Tests.Readme;

namespace Attune.Server.Tests.Reference;

/// <summary>docs/reference is what the server says of itself, with examples that ran.</summary>
public sealed partial class ReferenceTests : IAsyncLifetime
{
    const string Again = "Run eng/reference and look at what it changes.";

    static readonly string Folder = Path.Combine(DocumentBlocks.Root(), "docs/reference");
    static readonly string Examples = Path.Combine(DocumentBlocks.Root(), "docs/examples.http");

    // A shop of its own: the examples erase a user, make a key and put other generations in service.
    readonly ShopServer _shop = new();
    Contract _contract = null!;
    IReadOnlyList<Played> _played = [];

    public async ValueTask InitializeAsync()
    {
        var server = await _shop.StartedAsync();
        _contract = new Contract((await server.SendAsync("GET", "/openapi/v1.json")).Ok().Json);
        _played = await Played.AllAsync(Example.Read(Examples), _contract, server);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public void The_reference_is_what_the_server_says_and_its_examples_run()
    {
        var faults = Missing().Concat(Undescribed()).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var pages = new ReferencePages(_contract, _played).All();
        if (Environment.GetEnvironmentVariable("ATTUNE_WRITE_REFERENCE") == "1")
        {
            Write(pages);
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(pages, page =>
        {
            var kept = File.ReadAllText(Path.Combine(Folder, page.Key));
            Assert.True(WithoutAnswers(page.Value) == WithoutAnswers(kept), $"docs/reference/{page.Key} is not what the server says now. {Again}");
            Assert.All(Answers(page.Value).Zip(Answers(kept)), pair => Assert.True(
                IsLike(pair.First, pair.Second), $"docs/reference/{page.Key} shows an answer with other names than today's:\n{pair.Second}\n{Again}"));
        });
    }

    IEnumerable<string> Missing() => _contract.Operations
        .Where(operation => !_played.Any(one => one.Operation == operation))
        .Select(operation => $"docs/examples.http has nothing for {operation.Title}.");

    IEnumerable<string> Undescribed() => _played.SelectMany(one =>
    {
        var request = $"{one.Example.Method} {one.Example.Target}";
        return !one.Operation.Text.GetProperty("responses").TryGetProperty($"{one.Reply.Status}", out _)
                ? [$"{request} answered {one.Reply.Status}, which the contract does not have: {one.Reply.Text}"]
            : one.Reply.Json.ValueKind == JsonValueKind.Undefined ? []
            : ContractCheck.Faults(_contract, one.Operation.SchemaOf(one.Reply.Status)!.Value, one.Reply.Json).Select(fault => $"{request}: {fault}");
    });

    static void Write(IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }

    static string WithoutAnswers(string page) => Answer().Replace(page, "");

    static IEnumerable<string> Answers(string page) => Answer().Matches(page).Select(match => match.Groups[1].Value);

    // What the shop's chance decides, as which items have a reason of which kind, may differ: a name may be in one and not in the
    // other where lists are short. At the top of an answer it may not.
    static bool IsLike(string today, string kept) =>
        !kept.StartsWith('{') || Names(today).SetEquals(Names(kept));

    static HashSet<string> Names(string answer) => [.. JsonSerializer.Deserialize<JsonElement>(answer).EnumerateObject().Select(field => field.Name)];

    [GeneratedRegex(@"(?<=Answered `\d+`[^\n]*\n\n)```(?:json|text)\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
