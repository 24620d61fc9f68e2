namespace Attune.Server.Tests.Verbs;

/// <summary>Every verb as a person runs it, for people and with --json.</summary>
public sealed class VerbTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Shell _shell;

    public VerbTests() => _shell = new(_folder.Path);

    [Fact]
    public async Task From_a_file_to_a_list_and_back_to_an_earlier_generation()
    {
        _folder.WriteShop("shop.csv");
        (await _shell.RunAsync("import", "shop.csv")).Ends(0, "480 events");
        var again = (await _shell.RunAsync("import", "shop.csv", "--json")).Ends(0).Json;
        Assert.Equal(480, again.GetProperty("duplicates").GetInt32());

        (await _shell.RunAsync("train")).Ends(0, "Generation 1");
        (await _shell.RunAsync("train", "--json")).Ends(0);
        var kept = (await _shell.RunAsync("generations", "--json")).Ends(0).Json.GetProperty("generations");
        Assert.NotEqual(0, kept.GetArrayLength());
        (await _shell.RunAsync("generations")).Ends(0, "trained");
        Assert.Equal(1, (await _shell.RunAsync("generations", "promote", "1", "--json")).Ends(0).Json.GetProperty("number").GetInt32());

        (await _shell.RunAsync("recommend", "u2")).Ends(0, "reason", "generation 1");
        var list = (await _shell.RunAsync("recommend", "u2", "--json", "--explain")).Ends(0).Json;
        Assert.NotEqual(0, list.GetProperty("items").GetArrayLength());

        (await _shell.RunAsync("sql", "select count(*) as n from events")).Ends(0, "480");
        var rows = (await _shell.RunAsync("sql", "select count(*) as n from events", "--json")).Ends(0).Json;
        Assert.Equal(480, rows.GetProperty("rows")[0][0].GetInt64());

        (await _shell.RunAsync("tune", "--budget", "1s")).Ends(0, "plan");
        (await _shell.RunAsync("tune", "--show")).Ends(0, "plan");
        (await _shell.RunAsync("tune", "--budget", "soon")).Ends(2, "soon");

        (await _shell.RunAsync("evaluate")).Ends(0, "popularity");
        Assert.Equal(System.Text.Json.JsonValueKind.Object, (await _shell.RunAsync("evaluate", "--json")).Ends(0).Json.ValueKind);
    }

    [Fact]
    public async Task Lines_of_JSON_are_imported()
    {
        _folder.Write("events.ndjson", """
            {"userId":"ann","itemId":"tea","type":"view","timestamp":"2026-11-01T09:00:00Z"}
            {"userId":"ann","itemId":"cup","type":"purchase","timestamp":"2026-11-01T09:05:00Z"}
            """);

        var read = (await _shell.RunAsync("import", "events.ndjson", "--json")).Ends(0).Json;

        Assert.Equal(2, read.GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task A_simulated_shop_says_what_happened_in_it()
    {
        (await _shell.RunAsync("simulate", "--seconds", "3")).Ends(0, "lists shown");
        var said = (await _shell.RunAsync("simulate", "--seconds", "3", "--json")).Ends(0).Json;

        Assert.True(said.GetProperty("events").GetInt64() > 0);
    }

    public void Dispose() => _folder.Dispose();
}
