using Attune.Load;

namespace Attune.Server.Tests.Verbs;

/// <summary>Scenarios at the shell.</summary>
public sealed class ScenarioVerbTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Shell _shell;

    public ScenarioVerbTests() => _shell = new(_folder.Path);

    [Fact]
    public async Task A_scenario_is_saved_shown_changed_gone_back_to_and_deleted()
    {
        _folder.Write("home.json", """{"count":4,"diversity":0.3}""");
        _folder.Write("more.json", """{"count":9}""");

        // By a server of its own: what it saved must outlive it.
        (await _shell.RunAsync("scenarios", "put", "home", "home.json")).Ends(0, "Version 1 of home is in force.", "lists no item yet");

        await using var server = await StartAsync();
        (await _shell.RunAsync("scenarios", "put", "home", "more.json", "--from", "1")).Ends(0, "Version 2");
        (await _shell.RunAsync("scenarios", "put", "home", "more.json", "--from", "1")).Ends(1, "Version 2");
        Assert.Equal(9, (await _shell.RunAsync("scenarios", "show", "home")).Ends(0).Json.GetProperty("count").GetInt32());
        (await _shell.RunAsync("scenarios", "preview", "home", "home.json")).Ends(0, "nothing to preview by");
        Assert.Equal(4, (await _shell.RunAsync("scenarios", "rollback", "home", "1", "--json")).Ends(0).Json.GetProperty("count").GetInt32());
        (await _shell.RunAsync("scenarios", "versions", "home")).Ends(0, "version", "3");
        (await _shell.RunAsync("scenarios", "delete", "home")).Ends(0, "home");
        Assert.Equal(0, (await _shell.RunAsync("scenarios", "--json")).Ends(0).Json.GetProperty("scenarios").GetArrayLength());
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_place_and_what_was_meant()
    {
        _folder.Write("items.ndjson", """{"id":"tea","price":3.5}""");
        _folder.Write("typo.json", """{"filter":"item.prize < 10","boots":[]}""");
        _folder.Write("wrong.json", """{"filter":"item.prize < 10","diversity":2}""");
        _folder.Write("broken.json", "{\n  \"count\": ,\n}");
        (await _shell.RunAsync("import", "items.ndjson", "--kind", "items")).Ends(0);
        await using var server = await StartAsync();

        Assert.Empty((await _shell.RunAsync("scenarios", "put", "home", "typo.json")).Ends(1, "boots", "boosts").Output);
        Assert.Empty((await _shell.RunAsync("scenarios", "put", "home", "wrong.json")).Ends(1, "filter at 0 in 'item.prize < 10'", "item.price", "diversity '2'").Output);
        Assert.Empty((await _shell.RunAsync("scenarios", "put", "home", "broken.json")).Ends(2, "broken.json", "line 2").Output);
        Assert.Empty((await _shell.RunAsync("scenarios", "put", "home", "nowhere.json")).Ends(2, "nowhere.json").Output);
        Assert.Empty((await _shell.RunAsync("scenarios", "show", "hme")).Ends(2, "hme").Output);
        (await _shell.RunAsync("scenarios", "preset", "shops")).Ends(1, "shops", "Did you mean shop?");
    }

    [Fact]
    public async Task A_preset_is_saved_once()
    {
        await using var server = await StartAsync();

        (await _shell.RunAsync("scenarios", "preset")).Ends(0, "newsletter", "radio");
        (await _shell.RunAsync("scenarios", "preset", "news")).Ends(0, "Saved: home, article-end", "left out");
        (await _shell.RunAsync("scenarios", "preset", "news")).Ends(0, "Nothing was saved.", "Left as they were: home");
        (await _shell.RunAsync("scenarios", "list")).Ends(0, "most-read");
    }

    Task<ServerProcess> StartAsync() =>
        ServerProcess.StartAsync(ServerProcess.Executable, Path.Combine(_folder.Path, "data"), TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
