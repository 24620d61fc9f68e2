using System.Net;
using System.Net.Sockets;
using Attune.Load;

namespace Attune.Server.Tests.Verbs;

/// <summary>The common mistakes: a sentence that says what to do, the right exit code, nothing on standard output.</summary>
public sealed class MistakeTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Shell _shell;

    public MistakeTests() => _shell = new(_folder.Path);

    [Fact]
    public async Task A_verb_or_an_option_that_does_not_exist_is_named()
    {
        Assert.Empty((await _shell.RunAsync("recomend")).Ends(2, "recomend", "--help").Output);
        Assert.Empty((await _shell.RunAsync("serve", "--prot", "80")).Ends(2, "--prot", "attune serve --help").Output);
        Assert.Empty((await _shell.RunAsync("keys", "create", "--scope", "everything")).Ends(2, "everything", "read").Output);
        (await _shell.RunAsync()).Ends(0, "serve", "demo");
    }

    [Fact]
    public async Task Files_that_are_missing_or_do_not_fit_are_named()
    {
        _folder.Write("odd.csv", "a,b\n1,2\n");

        (await _shell.RunAsync("import", "nowhere.csv")).Ends(2, "nowhere.csv");
        (await _shell.RunAsync("import", "odd.csv")).Ends(2, "odd.csv", "The columns are a, b");
        (await _shell.RunAsync("import", "odd.csv", "--map", "user")).Ends(2, "'user'", "field=column");
        (await _shell.RunAsync("evaluate", "--format", "events", "--train", "nowhere.csv")).Ends(2, "nowhere.csv");
        (await _shell.RunAsync("serve", "--data", "odd.csv")).Ends(2, "odd.csv", "--data");
    }

    [Fact]
    public async Task Settings_that_are_unknown_or_out_of_range_are_named()
    {
        _folder.Write("data/attune.json", """{"live":{"checkpontInterval":"00:00:01"}}""");
        (await _shell.RunAsync("serve", "--port", "0")).Ends(2, "attune.json", "checkpontInterval");

        _folder.Write("data/attune.json", """{"live":{"checkpointInterval":"00:00:00"}}""");
        (await _shell.RunAsync("serve", "--port", "0")).Ends(2, "checkpointInterval");

        (await _shell.RunAsync("serve", "--port", "70000", "--data", "other")).Ends(2, "70000", "65535");
        (await _shell.RunAsync("simulate", "--seconds", "-3", "--data", "other")).Ends(2, "--seconds");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        (await _shell.RunAsync("serve", "--port", port)).Ends(2, port, "taken", "--port");
        (await _shell.RunAsync("demo", "--port", port)).Ends(2, port, "taken", "--port");
    }

    [Fact]
    public async Task A_directory_that_is_held_is_said_with_its_holder_and_verbs_ask_the_holder()
    {
        await using var server = await ServerProcess.StartAsync(
            ServerProcess.Executable, Path.Combine(_folder.Path, "data"), TestContext.Current.CancellationToken);

        (await _shell.RunAsync("serve", "--port", "0")).Ends(2, "held by process", server.Http.BaseAddress!.Authority, "--data");
        (await _shell.RunAsync("recommend", "ann", "--filter", "item.price <")).Ends(1, "filter");
        (await _shell.RunAsync("recommend", "ann", "--count", "0")).Ends(1, "count", "1 to 500");
        (await _shell.RunAsync("sql", "selekt 1")).Ends(1, "selekt");
        (await _shell.RunAsync("generations", "promote", "7")).Ends(1, "7");
        (await _shell.RunAsync("recommend", "ann", "--workspace", "Not/One")).Ends(1, "a-z");
    }

    public void Dispose() => _folder.Dispose();
}
