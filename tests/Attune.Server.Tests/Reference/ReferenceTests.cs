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
            var faults = Shown(page.Key).Zip(Answers(kept)).SelectMany(pair => FaultsOf(pair.First, pair.Second)).ToList();
            Assert.True(faults.Count == 0, $"docs/reference/{page.Key} shows what the contract does not have any more. {Again}\n{string.Join('\n', faults)}");
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

    // In the order in which a page shows them.
    IEnumerable<Played> Shown(string page) => _contract.Operations
        .Where(operation => ReferencePages.FileOf(operation.Group) == page)
        .SelectMany(operation => _played.Where(one => one.Operation == operation && one.Reply.Type is not null));

    // An answer kept is not compared with today's: what chance and load decide, as a field that only some answers have, may differ.
    IEnumerable<string> FaultsOf(Played one, string kept) => one.Reply.Json.ValueKind == JsonValueKind.Undefined
        ? []
        : ContractCheck.Faults(_contract, one.Operation.SchemaOf(one.Reply.Status)!.Value, JsonSerializer.Deserialize<JsonElement>(kept), one.Operation.Title);

    [GeneratedRegex(@"(?<=Answered `\d+`[^\n]*\n\n)```(?:json|text)\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
